// Every sentence of the window exists in every language, finished and with the same placeholders,
// and the keys in one menu or window are different ones.
#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>
#include <QToolButton>
#include <QTranslator>
#include <QXmlStreamReader>

#include "ui/batch_dialog.h"
#include "ui/main_window.h"

namespace {

struct Message {
    QString context, source, comment;
    QStringList translations; ///< more than one for plurals
    QString state;            ///< empty when finished
    bool plural = false;
    QString place() const { return context + ": “" + source + "”"; }
};

Message readMessage(QXmlStreamReader& xml, const QString& context)
{
    Message message;
    message.context = context;
    message.plural = xml.attributes().value("numerus") == QLatin1String("yes");
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("source")) {
            message.source = xml.readElementText();
        } else if (xml.name() == QLatin1String("comment")) {
            message.comment = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            message.state = xml.attributes().value("type").toString();
            if (!message.plural) {
                message.translations << xml.readElementText();
                continue;
            }
            while (xml.readNextStartElement())
                message.translations << xml.readElementText();
        } else {
            xml.skipCurrentElement();
        }
    }
    return message;
}

QList<Message> readMessages(const QString& path)
{
    QFile file(path);
    QList<Message> messages;
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("message"))
            messages << readMessage(xml, context);
    }
    return xml.hasError() ? QList<Message>() : messages;
}

/// What must survive translation: %1, %n, [*], tags and whether there is a keyboard mnemonic.
QStringList placeholders(const QString& text, bool plural)
{
    static const QRegularExpression pattern(R"(%L?\d|%L?n|\[\*\]|</?\w+>)");
    QStringList found;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        found << match.next().captured();
    if (plural) // "one file" may leave the number out
        found.removeAll("%n");
    static const QRegularExpression mnemonic("&(?=[^&\\s])");
    if (text.contains(mnemonic))
        found << "&";
    found.sort();
    return found;
}

/// Which texts share a key, as "&Open…, &Over…"; empty when all is well.
QStringList sharedKeys(const QStringList& texts)
{
    QMap<QString, QStringList> byKey;
    for (const QString& text : texts) {
        const QKeySequence key = QKeySequence::mnemonic(text);
        if (!key.isEmpty())
            byKey[key.toString()] += text;
    }
    QStringList shared;
    for (const QStringList& owners : byKey)
        if (owners.size() > 1)
            shared += owners.join(", ");
    return shared;
}

/// In a menu and, each by itself, those that open from it.
QStringList sharedKeysIn(const QList<QAction*>& actions)
{
    QStringList texts, shared;
    for (const QAction* action : actions) {
        texts += action->text();
        if (const auto* menu = action->menu())
            shared += sharedKeysIn(menu->actions());
    }
    return shared + sharedKeys(texts);
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    QString freshCopy(const QString& language) const
    {
        return folder_.filePath("maskwright_" + language + ".ts");
    }

private Q_SLOTS:
    void initTestCase();
    void nothingIsMissing_data();
    void nothingIsMissing();
    void placeholdersSurvive_data() { nothingIsMissing_data(); }
    void placeholdersSurvive();
    void builtIn_data() { nothingIsMissing_data(); }
    void builtIn();
    void keysDiffer_data();
    void keysDiffer();
};

/// Copies the translations and brings the copies up to date with the sources as they are now.
void TestTranslations::initTestCase()
{
    QVERIFY(folder_.isValid());
    QStringList arguments{"ui", "app", "-I", ".", "-locations", "none", "-ts"};
    for (const QString& language : QString(LANGUAGES).split(' ')) {
        const QString name = "/translations/maskwright_" + language + ".ts";
        QVERIFY2(QFile::copy(SOURCE_FOLDER + name, freshCopy(language)), qPrintable(name));
        arguments << freshCopy(language);
    }
    QProcess lupdate;
    lupdate.setProcessChannelMode(QProcess::MergedChannels);
    lupdate.setWorkingDirectory(SOURCE_FOLDER);
    lupdate.start(LUPDATE, arguments);
    QVERIFY2(lupdate.waitForFinished(60000), qPrintable(lupdate.errorString()));
    const QByteArray said = lupdate.readAll();
    QVERIFY2(lupdate.exitCode() == 0, said.constData());
    // A string in an unknown class would be looked up under another name when the program runs.
    QVERIFY2(!said.contains("unknown namespace/class"), said.constData());
}

void TestTranslations::nothingIsMissing_data()
{
    QTest::addColumn<QString>("language");
    for (const QString& language : QString(LANGUAGES).split(' '))
        QTest::newRow(qPrintable(language)) << language;
}

void TestTranslations::nothingIsMissing()
{
    QFETCH(QString, language);
    const QList<Message> messages = readMessages(freshCopy(language));
    QVERIFY(messages.size() > 100);
    QStringList wrong;
    for (const Message& message : messages) {
        if (!message.state.isEmpty())
            wrong << message.state + ": " + message.place();
        else if (message.translations.isEmpty() || message.translations.contains(QString()))
            wrong << "empty: " + message.place();
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
}

void TestTranslations::placeholdersSurvive()
{
    QFETCH(QString, language);
    QStringList wrong;
    for (const Message& message : readMessages(freshCopy(language))) {
        for (const QString& translation : message.translations) {
            if (placeholders(translation, message.plural) !=
                placeholders(message.source, message.plural))
                wrong << message.place() + " → “" + translation + "”";
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
}

void TestTranslations::builtIn()
{
    QFETCH(QString, language);
    QTranslator translator;
    QVERIFY(translator.load(":/i18n/maskwright_" + language + ".qm"));
    for (const Message& message : readMessages(freshCopy(language))) {
        const QString found =
            translator.translate(message.context.toUtf8(), message.source.toUtf8(),
                                 message.comment.toUtf8(), message.plural ? 2 : -1);
        QVERIFY2(!found.isEmpty(), qPrintable(message.place()));
    }
}

void TestTranslations::keysDiffer_data()
{
    nothingIsMissing_data();
    QTest::newRow("en") << "en";
}

void TestTranslations::keysDiffer()
{
    QFETCH(QString, language);
    QTranslator translator;
    QVERIFY(translator.load(":/i18n/maskwright_" + language + ".qm"));
    QApplication::installTranslator(&translator);
    ui::MainWindow window;
    QStringList shared = sharedKeysIn(window.menuBar()->actions());
    const ui::BatchDialog batch(window.session());
    QStringList texts;
    for (const auto* label : batch.findChildren<QLabel*>())
        if (label->buddy())
            texts += label->text();
    for (const auto* button : batch.findChildren<QAbstractButton*>())
        texts += button->text();
    QVERIFY(texts.size() > 15);
    shared += sharedKeys(texts);
    QVERIFY2(shared.isEmpty(), qPrintable(shared.join('\n')));

    // "选取(&I)" is for a menu; a button has no use for its key.
    for (const auto* button :
         window.findChild<QToolBar*>("toolBar")->findChildren<QToolButton*>()) {
        QVERIFY2(!button->text().contains('('), qPrintable(button->text()));
        QVERIFY2(!button->toolTip().contains("(&"), qPrintable(button->toolTip()));
    }
}

QTEST_MAIN(TestTranslations)
#include "test_translations.moc"
