// The window.
#include <cstdio>
#include <cstdlib>

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include "app/demo.h"
#include "ui/main_window.h"
#include "ui/settings.h"
#include "ui/theme.h"

namespace {

struct Options {
    QStringList paths;
    QString model;
    core::InputOptions input;
    QString language;
    QString demoFolder;
    QStringList demoPoints;
};

/// The option's value, which is one of two; else the program ends.
QString oneOf(const QCommandLineParser& parser, const QCommandLineOption& option,
              const QString& first, const QString& second)
{
    const QString value = parser.value(option);
    if (value == first || value == second)
        return value;
    std::fprintf(stderr, "--%s wants %s or %s, not \"%s\".\n", qPrintable(option.names().front()),
                 qPrintable(first), qPrintable(second), qPrintable(value));
    std::exit(EXIT_FAILURE);
}

Options parse(const QApplication& application)
{
    using QOption = QCommandLineOption;
    QCommandLineParser parser;
    parser.setApplicationDescription("Click on something in a picture, get its mask.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("picture", "Pictures or folders to open.", "[PICTURE|FOLDER…]");
    const QOption model("model", "Model to use instead of the default one.", "ID|FILE");
    const QOption precision("precision",
                            "Numbers that the image encoder multiplies: f32, or bf16 where the "
                            "processor or GPU has it.",
                            "NAME", "f32");
    const QOption device("device", "What the model runs on: cpu, or cuda where there is a GPU.",
                         "NAME", "cpu");
    const QOption language("lang", "Language of the window, such as de or zh_CN.", "LANGUAGE");
    const QOption demo("demo",
                       "Selects a few things in the picture, writes their masks and a picture of "
                       "the window to DIR, and ends.",
                       "DIR");
    const QOption point("demo-point", "Point to select in the demonstration; may be repeated.",
                        "X,Y");
    parser.addOptions({model, precision, device, language, demo, point});
    parser.process(application);
    core::InputOptions input;
    if (oneOf(parser, precision, "f32", "bf16") == "bf16")
        input.precision = core::Precision::BFloat16;
    if (oneOf(parser, device, "cpu", "cuda") == "cuda")
        input.device = core::Device::Cuda;
    return {parser.positionalArguments(), parser.value(model), input, parser.value(language),
            parser.value(demo), parser.values(point)};
}

void translate(QApplication& application, const QLocale& locale)
{
    const QString qtFolder = QLibraryInfo::path(QLibraryInfo::TranslationsPath);
    for (const auto& [name, folder] : {std::pair<QString, QString>("qtbase", qtFolder),
                                       std::pair<QString, QString>("maskwright", ":/i18n")}) {
        auto* translator = new QTranslator(&application);
        if (translator->load(locale, name, "_", folder))
            application.installTranslator(translator);
    }
}

/// English where the system names no language, so that its plurals are right too.
QLocale shownLocale(const QString& language)
{
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    return locale.language() == QLocale::C ? QLocale(QLocale::English) : locale;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    application.setApplicationName("maskwright");
    application.setApplicationDisplayName("Maskwright");
    application.setApplicationVersion(MASKWRIGHT_VERSION);
    application.setDesktopFileName("org.maskwright.Maskwright");
    application.setWindowIcon(QIcon(":/icons/maskwright.svg"));
    const Options options = parse(application);
    QLocale::setDefault(shownLocale(options.language));
    translate(application, QLocale());
    ui::theme::apply(ui::Settings().theme());

    ui::MainWindow window;
    window.setInput(options.input);
    const QString model = options.model.isEmpty() ? ui::Settings().model() : options.model;
    if (!options.demoFolder.isEmpty()) {
        window.loadModel(model);
        return app::runDemo(window, options.paths.value(0), options.demoPoints, options.demoFolder);
    }
    window.show();
    window.open(options.paths);
    window.loadModel(model); // behind the picture, which is there to be seen meanwhile
    return application.exec();
}
