#include <filesystem>
#include <fstream>

#include <QTest>

#include "tests/fuzz/readers.h"

/// What the fuzzers start from, and every input they ever found something with.
class TestFuzzCorpus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void survives_data();
    void survives();
};

void TestFuzzCorpus::survives_data()
{
    QTest::addColumn<int>("reader");
    QTest::addColumn<QString>("path");
    for (std::size_t i = 0; i < fuzz::readers.size(); ++i) {
        const auto folder = std::filesystem::path(MASKWRIGHT_FUZZ_CORPUS) / fuzz::readers[i].name;
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const QString path = QString::fromStdString(entry.path().string());
            QTest::newRow(qPrintable(path.section('/', -2))) << int(i) << path;
            ++files;
        }
        QVERIFY2(files > 0, folder.c_str());
    }
}

void TestFuzzCorpus::survives()
{
    QFETCH(int, reader);
    QFETCH(QString, path);
    std::ifstream file(path.toStdString(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    QVERIFY(!bytes.empty());
    fuzz::readers[std::size_t(reader)].read(bytes); // aborts on a finding
}

QTEST_GUILESS_MAIN(TestFuzzCorpus)
#include "test_fuzz_corpus.moc"
