// How long the window keeps a hand waiting, printed as JSON: from the start of the process to the
// window shown, the model ready and the picture ready; from a click to its mask painted.
// maskwright-bench-window PICTURE; QT_QPA_PLATFORM=offscreen where there is no display.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <unistd.h>

#include "ui/canvas.h"
#include "ui/main_window.h"
#include "ui/theme.h"

namespace {

constexpr int patience = 60000; // ms
constexpr int clicks = 200;
constexpr QSize windowSize(1440, 900);

double now() // milliseconds; goes on when a process becomes another program
{
    return std::chrono::duration<double, std::milli>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Knows when a widget's new picture has left for the screen: when the event ends during which it
/// was painted.
class WatchedApplication : public QApplication {
public:
    using QApplication::QApplication;

    /// Forgets earlier paintings and knows the next one. With no widget named, any counts.
    void watch(const QWidget* widget)
    {
        watched_ = widget;
        paintedAt_ = 0;
    }
    double paintedAt() const { return paintedAt_; } ///< 0 for not yet

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (QThread::currentThread() != thread()) // the worker's events pass here, too
            return QApplication::notify(receiver, event);
        const bool isPainting = event->type() == QEvent::Paint &&
                                (watched_ ? receiver == watched_ : receiver->isWidgetType());
        ++depth_;
        const bool result = QApplication::notify(receiver, event);
        --depth_;
        painted_ = painted_ || isPainting;
        if (painted_ && depth_ == 0) {
            painted_ = false;
            paintedAt_ = paintedAt_ > 0 ? paintedAt_ : now();
        }
        return result;
    }

private:
    const QWidget* watched_ = nullptr;
    int depth_ = 0;
    bool painted_ = false;
    double paintedAt_ = 0;
};

/// Sleeps between events: a loop that asks again and again would take the decoder's processor.
template <typename Condition> void waitFor(const char* what, const Condition& condition)
{
    QTimer alarm; // also ends the sleep
    alarm.setSingleShot(true);
    alarm.start(patience);
    while (!condition()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (!alarm.isActive()) {
            std::fprintf(stderr, "The window did not come to the point: %s\n", what);
            std::exit(1);
        }
    }
}

/// Until what follows from an action (layout, painting) is done, so that it does not count.
void settle()
{
    while (QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents)) {
    }
}

QJsonObject quantiles(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    return {{"median", times[times.size() / 2]}, {"p95", times[times.size() * 95 / 100]}};
}

class Measurement {
public:
    Measurement(WatchedApplication& application, double start)
        : application_(application), start_(start)
    {
    }

    QJsonObject run(const QString& picture);

private:
    void open(const QString& picture);
    QPoint place(int i) const;
    double click(int i, bool afterMoving);
    QJsonObject clickAll(bool afterMoving);

    WatchedApplication& application_;
    double start_;
    QJsonObject times_;
    ui::MainWindow window_;
    ui::Session& session_ = *window_.session();
    ui::Canvas* canvas_ = window_.findChild<ui::Canvas*>();
};

QJsonObject Measurement::run(const QString& picture)
{
    open(picture);
    times_["click_ms"] = clickAll(false);
    times_["click_after_moving_ms"] = clickAll(true);
    return times_;
}

void Measurement::open(const QString& picture)
{
    double modelReadyAt = 0, pictureReadyAt = 0;
    const QObject here; // the connections end with it
    QObject::connect(&session_, &ui::Session::modelReady, &here, [&] { modelReadyAt = now(); });
    QObject::connect(&session_, &ui::Session::imageReady, &here, [&] { pictureReadyAt = now(); });
    application_.watch(nullptr);
    window_.resize(windowSize);
    window_.loadModel({});
    window_.show();
    waitFor("shown", [&] { return application_.paintedAt() > 0; });
    times_["shown_ms"] = application_.paintedAt() - start_;
    waitFor("model ready", [&] { return modelReadyAt > 0; });
    times_["model_ready_ms"] = modelReadyAt - start_;
    const double opened = now();
    window_.open({picture});
    waitFor("picture ready", [&] { return pictureReadyAt > 0; });
    times_["picture_ready_ms"] = pictureReadyAt - opened;
    settle();
}

/// Places spread evenly over the picture, in the canvas.
QPoint Measurement::place(int i) const
{
    constexpr double goldenX = 0.7548776662, goldenY = 0.5698402910;
    const auto along = [i](double step, int size) {
        return size * (0.1 + 0.8 * std::fmod(0.5 + step * i, 1.0));
    };
    const QPointF inPicture(along(goldenX, session_.image().width()),
                            along(goldenY, session_.image().height()));
    return canvas_->view().toWidget(inPicture).toPoint();
}

/// Of a click on a picture without a prompt. `afterMoving`: the mouse moves to the place at the
/// same moment, so that the preview for that place is under way.
double Measurement::click(int i, bool afterMoving)
{
    bool answered = false;
    const QPoint target = place(i);
    const auto connection = QObject::connect(&session_, &ui::Session::candidatesReady, [&] {
        answered = true;
        application_.watch(canvas_);
    });
    const double clicked = now();
    if (afterMoving) {
        QTest::mouseMove(canvas_, target);
        QCoreApplication::processEvents();
    }
    QTest::mouseClick(canvas_, Qt::LeftButton, Qt::NoModifier, target);
    waitFor("mask painted", [&] { return answered && application_.paintedAt() > 0; });
    const double waited = application_.paintedAt() - clicked;
    QObject::disconnect(connection);
    session_.cancelPrompt();
    session_.setHover({});
    settle();
    return waited;
}

QJsonObject Measurement::clickAll(bool afterMoving)
{
    click(0, afterMoving); // packs weights, makes plans
    std::vector<double> times;
    for (int i = 1; i <= clicks; ++i)
        times.push_back(click(i, afterMoving));
    return quantiles(times);
}

/// Starts this program again, so that loading it counts too.
[[noreturn]] void startAgain(const char* picture)
{
    const std::string start = std::to_string(now());
    ::execl("/proc/self/exe", "maskwright-bench-window", picture, start.c_str(), nullptr);
    std::perror("/proc/self/exe");
    std::exit(1);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 2)
        startAgain(argv[1]);
    if (argc != 3 || !QFileInfo::exists(argv[1])) {
        std::fprintf(stderr, "Usage: maskwright-bench-window PICTURE\n");
        return 1;
    }
    QTemporaryDir settings; // not the user's
    qputenv("XDG_CONFIG_HOME", settings.path().toLocal8Bit());
    QStandardPaths::setTestModeEnabled(true);
    WatchedApplication application(argc, argv);
    ui::theme::apply(ui::theme::Theme::Light);
    Measurement measurement(application, std::stod(argv[2]));
    const QJsonObject times = measurement.run(argv[1]);
    std::printf("%s", QJsonDocument(times).toJson().constData());
    return 0;
}
