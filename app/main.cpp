// The window.
#include <cstdio>

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
    QString language;
    QString demoFolder;
    QStringList demoPoints;
};

Options parse(const QApplication& application)
{
    using QOption = QCommandLineOption;
    QCommandLineParser parser;
    parser.setApplicationDescription("Click on something in a picture, get its mask.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("picture", "Pictures or folders to open.", "[PICTURE|FOLDER…]");
    const QOption model("model", "Model to use instead of the default one.", "ID|FILE");
    const QOption language("lang", "Language of the window, such as de or zh_CN.", "LANGUAGE");
    const QOption demo("demo",
                       "Selects a few things in the picture, writes their masks and a picture of "
                       "the window to DIR, and ends.",
                       "DIR");
    const QOption point("demo-point", "Point to select in the demonstration; may be repeated.",
                        "X,Y");
    parser.addOptions({model, language, demo, point});
    parser.process(application);
    return {parser.positionalArguments(), parser.value(model), parser.value(language),
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
    window.loadModel(options.model.isEmpty() ? ui::Settings().model() : options.model);
    if (!options.demoFolder.isEmpty())
        return app::runDemo(window, options.paths.value(0), options.demoPoints, options.demoFolder);
    window.show();
    window.open(options.paths);
    return application.exec();
}
