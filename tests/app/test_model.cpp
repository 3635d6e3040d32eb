// `maskwright-cli model`: what a shell sees of the models folder.
#include <csignal>
#include <filesystem>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/model_catalogue.h"
#include "tests/app/cli_runner.h"
#include "tests/http_server.h"

class TestModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void listsTheCatalogue();
    void addListRemove();
    void getNeedsNoNetworkForWhatIsThere();
    void failedDownloadIsOneSentence();
    void interruptedDownloadSaysSo();
    void badArguments_data();
    void badArguments();
    void fullAndReadOnlyDisks();

private:
    QString home() const { return folder_->path(); }
    QJsonObject result(const QStringList& arguments) const;
    QJsonObject entry(const QString& id) const;
    QString copyOfTheModel(const QString& name, bool changed) const;

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestModel::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
}

QJsonObject TestModel::result(const QStringList& arguments) const
{
    const Outcome outcome = cli(QStringList{"model"} + arguments, home());
    if (outcome.exitCode != 0)
        qWarning("%s", outcome.complaint.constData());
    return QJsonDocument::fromJson(outcome.output).object();
}

QJsonObject TestModel::entry(const QString& id) const
{
    for (const QJsonValue& model : result({"list"})["models"].toArray())
        if (model["id"] == id)
            return model.toObject();
    return {};
}

QString TestModel::copyOfTheModel(const QString& name, bool changed) const
{
    const QString path = folder_->filePath(name);
    QFile::copy(QString::fromStdString(core::resolveModel("").string()), path);
    QFile file(path);
    if (changed && file.open(QIODevice::ReadWrite) && file.seek(20'000'000))
        file.write("\x55");
    return path;
}

void TestModel::listsTheCatalogue()
{
    const QJsonObject root = result({"list"});
    QCOMPARE(root["folder"].toString(), home() + "/maskwright/models");
    QCOMPARE(root["models"].toArray().size(), qsizetype(core::catalogue().size()));
    const QJsonObject huge = entry("sam_vit_h");
    QCOMPARE(huge["title"].toString(), QString("SAM ViT-H"));
    QCOMPARE(huge["variant"].toString(), QString("vit_h"));
    QCOMPARE(huge["size"].toInteger(), qint64(2564550879));
    QCOMPARE(huge["speed"].toString(), QString("very slow"));
    QCOMPARE(huge["licence"].toString(), QString("Apache-2.0"));
    QCOMPARE(huge["installed"], QJsonValue(false));
    QVERIFY(huge["file"].isNull());
}

void TestModel::addListRemove()
{
    const QString mine = copyOfTheModel("mine.safetensors", true);
    const QJsonObject added = result({"add", mine});
    QCOMPARE(added["id"].toString(), QString("mine.safetensors"));
    QCOMPARE(added["variant"].toString(), QString("vit_t"));
    QVERIFY(QFile::exists(added["file"].toString()));
    QCOMPARE(entry("mine.safetensors")["file"], added["file"]);
    QCOMPARE(entry("mine.safetensors")["installed"], QJsonValue(true));
    // Its id does where a model is asked for.
    const Outcome info = cli({"info", "mine.safetensors"}, home());
    QVERIFY2(info.exitCode == 0, info.complaint);

    const QJsonObject removed = result({"remove", "mine.safetensors"});
    QCOMPARE(removed["removed"].toArray(), QJsonArray{added["file"]});
    QVERIFY(entry("mine.safetensors").isEmpty());
    QVERIFY(QFile::exists(mine));
    verifyComplaint(cli({"model", "remove", "mine.safetensors"}, home()), 1, "mine.safetensors");
}

void TestModel::getNeedsNoNetworkForWhatIsThere()
{
    QCOMPARE(result({"add", copyOfTheModel("copy.safetensors", false)})["id"].toString(),
             QString("mobile_sam"));
    const QJsonObject got = result({"get", "mobile_sam"});
    QVERIFY(QFile::exists(got["file"].toString()));
    QCOMPARE(got["size"].toInteger(), QFile(got["file"].toString()).size());
    QCOMPARE(got["sha256"].toString().size(), 64);
}

/// Through a proxy that says no: the only network that a test may count on.
void TestModel::failedDownloadIsOneSentence()
{
    HttpServer proxy([](const HttpServer::Request&) { return HttpServer::Answer{403, {}, ""}; });
    qputenv("https_proxy", QByteArray::fromStdString(proxy.origin()));
    const Outcome outcome = cli({"model", "get", "sam_vit_b"}, home());
    qunsetenv("https_proxy");
    verifyComplaint(outcome, 1, "SAM ViT-B");
    QVERIFY2(outcome.complaint.contains("dl.fbaipublicfiles.com: "), outcome.complaint);
    QCOMPARE(proxy.requests().size(), std::size_t(1));
    QCOMPARE(proxy.requests()[0].method, std::string("CONNECT"));
    QCOMPARE(proxy.requests()[0].target, std::string("dl.fbaipublicfiles.com:443"));
}

void TestModel::interruptedDownloadSaysSo()
{
    HttpServer proxy([](const HttpServer::Request&) {
        HttpServer::Answer answer;
        answer.holdAfter = 0;
        return answer;
    });
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("https_proxy", QString::fromStdString(proxy.origin()));
    environment.insert("XDG_DATA_HOME", home());
    process.setProcessEnvironment(environment);
    process.start(MASKWRIGHT_CLI, {"model", "get", "sam_vit_b"});
    QVERIFY(process.waitForStarted());
    proxy.waitUntilHeld();
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardError(),
             QByteArray("maskwright-cli: stopped; run it again to go on.\n"));
    QCOMPARE(process.exitCode(), 128 + SIGINT);
    QVERIFY(process.readAllStandardOutput().isEmpty());
}

void TestModel::badArguments_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("part");
    using Words = QStringList;
    QTest::newRow("nothing to do") << Words{} << 2 << QByteArray("model --help");
    QTest::newRow("unknown") << Words{"fly"} << 2 << QByteArray("model --help");
    QTest::newRow("no id") << Words{"get"} << 2 << QByteArray("model get --help");
    QTest::newRow("unknown id") << Words{"get", "nope"} << 1 << QByteArray("model list");
    QTest::newRow("no file") << Words{"add", "/nowhere/x.pt"} << 1 << QByteArray("/nowhere/x.pt");
    QTest::newRow("no model") << Words{"add", "/etc/passwd"} << 1 << QByteArray("/etc/passwd");
}

void TestModel::badArguments()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, part);
    verifyComplaint(cli(QStringList{"model"} + arguments, home()), exitCode, part);
}

void TestModel::fullAndReadOnlyDisks()
{
    const QString model = copyOfTheModel("mine.safetensors", true);
    const QString mount = folder_->filePath("mount");
    QVERIFY(QDir().mkdir(mount));
    const QString add = "XDG_DATA_HOME=\"$1\" \"$cli\" model add \"$2\"";
    verifyComplaint(withMounts("mount -t tmpfs -o size=2m tmpfs \"$1\"; " + add, {mount, model}), 1,
                    "disk is full");
    verifyComplaint(withMounts("mount -t tmpfs -o ro tmpfs \"$1\"; " + add, {mount, model}), 1,
                    "read-only");
}

QTEST_GUILESS_MAIN(TestModel)
#include "test_model.moc"
