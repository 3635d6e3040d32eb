// Getting, choosing and removing models in the real window, from servers on loopback.
#include <fstream>

#include <QAbstractButton>
#include <QLabel>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "core/partial_file.h"
#include "core/sha256.h"
#include "tests/http_server.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"
#include "ui/model_dialog.h"
#include "ui/model_list.h"
#include "ui/model_manager.h"
#include "ui/status_line.h"
#include "ui/theme.h"

using namespace ui;
using Answer = HttpServer::Answer;
using Request = HttpServer::Request;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 120000;

/// The bytes of the default model.
const std::string& content()
{
    static const std::string bytes = [] {
        std::ifstream file(core::resolveModel(""), std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    }();
    return bytes;
}

} // namespace

class TestModelDialog : public QObject {
    Q_OBJECT

public:
    /// Before the application is made: its settings must not be the user's.
    static void initMain()
    {
        static QTemporaryDir config;
        qputenv("XDG_CONFIG_HOME", config.path().toLocal8Bit());
    }

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void firstStartOffersTheDownload();
    void brokenDownloadIsToldAndTakenUpAgain();
    void cancelledDownloadIsTakenUpAgain();
    void downloadGoesOnBehindTheClosedDialog();
    void switchingKeepsTheObjects();
    void badModelLeavesTheOneBefore();
    void rememberedModelThatIsGone();
    void addsAndRemoves();

private:
    void install(const std::string& name);
    void makeWindow();
    void openDialog();
    void select(const char* id);
    void press(const char* button);
    void openPicture();
    QString state(const char* id) const;
    QString status() const { return dialog_->findChild<QLabel*>("modelStatus")->text(); }
    QPushButton* button(const char* name) const { return dialog_->findChild<QPushButton*>(name); }
    MessageBar* modelBar() const { return window_->findChild<MessageBar*>("modelBar"); }
    ModelManager* manager() const { return window_->findChild<ModelManager*>(); }
    fs::path file(const std::string& name) const { return models_ / name; }

    std::unique_ptr<QTemporaryDir> folder_;
    fs::path models_;
    std::unique_ptr<HttpServer> server_;
    HttpServer::Handler handler_; ///< what the server does
    std::unique_ptr<MainWindow> window_;
    Session* session_ = nullptr;
    ModelDialog* dialog_ = nullptr;
};

void TestModelDialog::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QVERIFY(!content().empty());
    theme::apply(theme::Theme::Light);
}

void TestModelDialog::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    models_ = fs::path(folder_->path().toStdString()) / "models";
    handler_ = [](const Request& request) {
        return HttpServer::serve(content(), request, "\"tag\"");
    };
    server_ = std::make_unique<HttpServer>([this](const Request& r) { return handler_(r); });
    Settings().setModel({});
    makeWindow();
}

void TestModelDialog::cleanup()
{
    session_->discardAll();
    window_.reset();
    server_.reset();
}

/// A catalogue of two models that both work, under names of their own.
void TestModelDialog::makeWindow()
{
    std::vector<core::CatalogueModel> catalogue;
    for (const char* name : {"small", "large"})
        catalogue.push_back({name,
                             std::string("The ") + name,
                             "vit_t",
                             "MIT",
                             {{std::string(name) + ".safetensors", std::int64_t(content().size()),
                               core::sha256(content()), server_->url(std::string("/") + name)}}});
    using namespace std::chrono_literals;
    window_ = std::make_unique<MainWindow>(core::ModelStore(catalogue, models_, {5s, 60s}));
    session_ = window_->session();
    dialog_ = nullptr;
    window_->resize(1000, 700);
    window_->loadModel(Settings().model());
    window_->show();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
}

void TestModelDialog::install(const std::string& name)
{
    fs::create_directories(models_);
    std::ofstream(file(name), std::ios::binary) << content();
}

void TestModelDialog::openDialog()
{
    window_->findChild<MainActions*>()->models->trigger();
    dialog_ = window_->findChild<ModelDialog*>();
    QVERIFY(dialog_ && dialog_->isVisible());
    QTRY_VERIFY(manager()->models().size() >= 2);
}

void TestModelDialog::select(const char* id)
{
    auto* table = dialog_->findChild<QTreeView*>();
    const int row = static_cast<ModelList*>(table->model())->rowOf(id);
    QVERIFY2(row >= 0, id);
    const QRect place = table->visualRect(table->model()->index(row, 0));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, place.center());
    QCOMPARE(table->currentIndex().row(), row);
}

void TestModelDialog::press(const char* name)
{
    QVERIFY2(button(name)->isEnabled(), name);
    QTest::mouseClick(button(name), Qt::LeftButton);
}

QString TestModelDialog::state(const char* id) const
{
    auto* list = static_cast<ModelList*>(dialog_->findChild<QTreeView*>()->model());
    return list->index(list->rowOf(id), ModelList::StateColumn).data().toString();
}

void TestModelDialog::openPicture()
{
    QImage picture(480, 320, QImage::Format_RGB32);
    picture.fill(QColor(96, 92, 88));
    QPainter painter(&picture);
    painter.setBrush(QColor(196, 60, 40));
    painter.drawEllipse(QPoint(140, 160), 70, 70);
    painter.end();
    QVERIFY(picture.save(folder_->filePath("picture.png")));
    session_->openImage(folder_->filePath("picture.png"));
}

// --- Downloads ----------------------------------------------------------------------------------

void TestModelDialog::firstStartOffersTheDownload()
{
    QTRY_VERIFY(modelBar()->text().contains("The small"));
    openPicture();
    QTRY_COMPARE_WITH_TIMEOUT(session_->imageState(), ImageState::ShownOnly, patience);
    QVERIFY(window_->findChild<StatusLine*>()->nextAction().contains("Models…"));
    session_->addPoint({140, 160, true});
    auto* download = modelBar()->findChild<QPushButton*>();
    QVERIFY2(download->text().contains("MB"), qPrintable(download->text()));
    QTest::mouseClick(download, Qt::LeftButton);
    dialog_ = window_->findChild<ModelDialog*>();
    QVERIFY(dialog_ && dialog_->isVisible());
    // It is used at once, and the click is answered.
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience);
    QTRY_COMPARE(state("small"), QString("In use"));
    QVERIFY(modelBar()->text().isEmpty());
    QCOMPARE(Settings().model(), QString("small"));
}

void TestModelDialog::brokenDownloadIsToldAndTakenUpAgain()
{
    std::atomic<bool> broken = true;
    handler_ = [&](const Request& request) {
        Answer answer = HttpServer::serve(content(), request, "\"tag\"");
        if (broken)
            answer = request.first() > 0 ? Answer{503, {}, ""} : answer;
        if (broken)
            answer.cutAfter = 10'000'000;
        return answer;
    };
    openDialog();
    select("large");
    press("modelDownload");
    QTRY_VERIFY_WITH_TIMEOUT(status().contains("503"), patience);
    QVERIFY(status().contains("The large"));
    QTRY_VERIFY(state("large").contains("10"));
    QVERIFY(!fs::exists(file("large.safetensors")));
    QVERIFY(!button("modelUse")->isEnabled());

    broken = false;
    press("modelDownload");
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(file("large.safetensors")), patience);
    QCOMPARE(server_->requests().back().first(), std::size_t(10'000'000));
    QVERIFY(!status().contains("503"));
}

void TestModelDialog::cancelledDownloadIsTakenUpAgain()
{
    handler_ = [](const Request& request) {
        Answer answer = HttpServer::serve(content(), request, "\"tag\"");
        answer.holdAfter = 5'000'000;
        return answer;
    };
    openDialog();
    select("small");
    press("modelDownload");
    auto* table = dialog_->findChild<QTreeView*>();
    const auto share = [&] {
        return table->model()->index(0, ModelList::StateColumn).data(ModelList::ShareRole);
    };
    const fs::path part = core::partialFileOf(file("small.safetensors"));
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(part) && fs::file_size(part) == 5'000'000, patience);
    QTRY_VERIFY_WITH_TIMEOUT(share().toFloat() > 0, patience);
    QVERIFY(share().toFloat() < 0.2f);
    QCOMPARE(button("modelDownload")->text(), QString("Cancel"));
    QVERIFY(!button("modelRemove")->isEnabled());
    press("modelDownload");
    QTRY_VERIFY_WITH_TIMEOUT(!share().isValid(), patience);
    QTRY_VERIFY(state("small").contains("5.0"));
    QCOMPARE(fs::file_size(part), std::uintmax_t(5'000'000));
    server_->release();
    press("modelDownload");
    QTRY_COMPARE_WITH_TIMEOUT(state("small"), QString("In use"), patience);
    QCOMPARE(server_->requests().back().first(), std::size_t(5'000'000));
}

void TestModelDialog::downloadGoesOnBehindTheClosedDialog()
{
    install("small.safetensors");
    window_->loadModel({});
    QTRY_VERIFY_WITH_TIMEOUT(session_->model(), patience);
    handler_ = [](const Request& request) {
        Answer answer = HttpServer::serve(content(), request, "\"tag\"");
        answer.holdAfter = 5'000'000;
        return answer;
    };
    openDialog();
    select("large");
    press("modelDownload");
    server_->waitUntilHeld();
    press("modelClose");
    QVERIFY(!dialog_->isVisible());
    server_->release();
    auto* bar = window_->findChild<MessageBar*>("messageBar");
    QTRY_VERIFY_WITH_TIMEOUT(bar->text().contains("The large"), patience);
    QTest::mouseClick(bar->findChild<QPushButton*>(), Qt::LeftButton); // Use
    QTRY_COMPARE_WITH_TIMEOUT(session_->modelName(), QString("large"), patience);
}

// --- Choosing -----------------------------------------------------------------------------------

void TestModelDialog::switchingKeepsTheObjects()
{
    install("small.safetensors");
    install("large.safetensors");
    window_->loadModel({});
    openPicture();
    QTRY_COMPARE_WITH_TIMEOUT(session_->imageState(), ImageState::Ready, patience);
    session_->addPoint({140, 160, true});
    session_->accept();
    QTRY_COMPARE_WITH_TIMEOUT(session_->annotation().objects.size(), std::size_t(1), patience);
    session_->addPoint({300, 100, true});
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience);

    openDialog();
    QTRY_COMPARE(state("small"), QString("In use"));
    select("small");
    QVERIFY(!button("modelUse")->isEnabled() && !button("modelRemove")->isEnabled());
    select("large");
    QSignalSpy encoded(session_, &Session::imageReady);
    QSignalSpy answered(session_, &Session::candidatesReady);
    press("modelUse");
    QVERIFY(session_->prediction()); // the one before answers until the new one is there
    QTRY_COMPARE_WITH_TIMEOUT(state("large"), QString("In use"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, patience); // the pending click, once more
    QCOMPARE(encoded.count(), 1);
    QCOMPARE(session_->annotation().objects.size(), std::size_t(1));
    QCOMPARE(session_->prompt().points.size(), std::size_t(1));
    QCOMPARE(state("small"), QString("Installed"));
    QCOMPARE(Settings().model(), QString("large"));

    session_->discardAll();
    makeWindow(); // the next start
    QTRY_VERIFY_WITH_TIMEOUT(session_->model(), patience);
    QVERIFY(session_->model()->file == file("large.safetensors"));
}

void TestModelDialog::badModelLeavesTheOneBefore()
{
    install("small.safetensors");
    window_->loadModel({});
    openPicture();
    QTRY_COMPARE_WITH_TIMEOUT(session_->imageState(), ImageState::Ready, patience);
    session_->addPoint({140, 160, true});
    QTRY_VERIFY_WITH_TIMEOUT(session_->prediction(), patience);
    const core::Prediction* before = session_->prediction();

    install("large.safetensors");
    std::fstream(file("large.safetensors"), std::ios::in | std::ios::out | std::ios::binary)
        .seekp(20'000'000)
        .put('\x55');
    QSignalSpy failed(session_, &Session::failed);
    openDialog();
    select("large");
    QTRY_VERIFY(button("modelUse")->isEnabled());
    press("modelUse");
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience);
    QCOMPARE(failed[0][0].value<core::ErrorCode>(), core::ErrorCode::ModelWrongChecksum);
    QVERIFY(status().contains("large.safetensors") && status().contains("before"));
    QVERIFY(modelBar()->text().contains("large.safetensors"));
    QCOMPARE(state("small"), QString("In use"));
    QCOMPARE(session_->imageState(), ImageState::Ready);
    QCOMPARE(session_->prediction(), before);
    QCOMPARE(Settings().model(), QString());
    QSignalSpy answered(session_, &Session::candidatesReady);
    session_->addPoint({300, 100, true});
    QVERIFY(answered.count() > 0 || answered.wait(patience));
}

void TestModelDialog::rememberedModelThatIsGone()
{
    install("small.safetensors");
    Settings().setModel("gone.safetensors");
    window_.reset();
    makeWindow();
    QTRY_VERIFY_WITH_TIMEOUT(session_->model(), patience); // the default one
    QVERIFY(session_->model()->file == file("small.safetensors"));
    QVERIFY(modelBar()->text().contains("gone.safetensors"));
}

// --- The folder ---------------------------------------------------------------------------------

void TestModelDialog::addsAndRemoves()
{
    install("small.safetensors");
    window_->loadModel({});
    QTRY_VERIFY_WITH_TIMEOUT(session_->model(), patience);
    openDialog();
    const fs::path mine = fs::path(folder_->path().toStdString()) / "mine.safetensors";
    fs::copy_file(core::resolveModel(""), mine);
    std::fstream(mine, std::ios::in | std::ios::out | std::ios::binary)
        .seekp(20'000'000)
        .put('\x55'); // another one
    const fs::path broken = fs::path(folder_->path().toStdString()) / "broken.pt";
    std::ofstream(broken) << "no model";

    manager()->add(QString::fromStdString(broken.string()));
    QTRY_VERIFY_WITH_TIMEOUT(status().contains("broken.pt"), patience);
    QVERIFY(!fs::exists(file("broken.pt")));
    QSignalSpy installed(manager(), &ModelManager::installed);
    manager()->add(QString::fromStdString(mine.string()));
    QTRY_COMPARE_WITH_TIMEOUT(installed.count(), 1, patience);
    QCOMPARE(installed[0][0].toString(), QString("mine.safetensors"));
    QTRY_COMPARE(state("mine.safetensors"), QString("Installed"));

    install("large.safetensors");
    manager()->refresh();
    QTRY_COMPARE(state("large"), QString("Installed"));
    select("large");
    const auto answer = [&](QMessageBox::ButtonRole role) {
        press("modelRemove");
        auto* box = dialog_->findChild<QMessageBox*>();
        QVERIFY(box);
        for (QAbstractButton* each : box->buttons())
            if (box->buttonRole(each) == role)
                each->click();
        QTRY_VERIFY(!dialog_->findChild<QMessageBox*>());
    };
    answer(QMessageBox::RejectRole);
    QCOMPARE(state("large"), QString("Installed"));
    answer(QMessageBox::AcceptRole);
    QTRY_COMPARE_WITH_TIMEOUT(state("large"), QString("Not installed"), patience);
    QVERIFY(!fs::exists(file("large.safetensors")));
}

QTEST_MAIN(TestModelDialog)
#include "test_model_dialog.moc"
