#include "app/demo.h"

#include <cstdio>
#include <stdexcept>

#include <QDir>
#include <QEventLoop>
#include <QPixmap>
#include <QTimer>

#include "ui/exporter.h"
#include "ui/main_window.h"
#include "ui/session.h"
#include "ui/start_page.h"

namespace app {

namespace {

constexpr int patienceMs = 300000; // a slow machine encodes for a while
constexpr QSize windowSize(1440, 900);

class Demo {
public:
    Demo(ui::MainWindow& window, const QString& folder)
        : window_(window), session_(*window.session()), folder_(folder)
    {
    }

    void run(const QString& picture, const QStringList& points);

private:
    template <typename Signal, typename Begin> void waitFor(Signal signal, Begin begin);
    void say(const QString& line) { std::printf("%s\n", qUtf8Printable(line)); }
    QList<QPointF> places(const QStringList& points) const;
    void click(QPointF place);
    void exportAll();
    void photograph();

    ui::MainWindow& window_;
    ui::Session& session_;
    QString folder_;
};

/// Lets the window live until `signal` comes. @throws std::runtime_error with one sentence.
template <typename Signal, typename Begin> void Demo::waitFor(Signal signal, Begin begin)
{
    QEventLoop loop;
    QString failure;
    bool done = false; // perhaps before the loop runs
    const auto finish = [&] {
        done = true;
        loop.exit();
    };
    QObject::connect(&session_, signal, &loop, finish);
    QObject::connect(&session_, &ui::Session::failed, &loop,
                     [&](core::ErrorCode, const QString& sentence) {
                         failure = sentence;
                         finish();
                     });
    QTimer::singleShot(patienceMs, &loop, [&] {
        failure = "The window did not answer within five minutes.";
        finish();
    });
    begin();
    if (!done)
        loop.exec();
    if (!failure.isEmpty())
        throw std::runtime_error(failure.toStdString());
}

void Demo::run(const QString& picture, const QStringList& points)
{
    if (picture.isEmpty())
        throw std::runtime_error("There is no picture to show; name one.");
    window_.resize(windowSize);
    window_.show();
    waitFor(&ui::Session::imageReady, [&] { window_.open({picture}); });
    say(QString("Opened %1, %2×%3 pixels.")
            .arg(picture)
            .arg(session_.image().width())
            .arg(session_.image().height()));
    const QList<QPointF> all = places(points);
    for (const QPointF& place : all.mid(0, all.size() - 1)) {
        click(place);
        session_.accept();
    }
    exportAll();
    click(all.last());
    photograph();
    session_.discardAll();
}

QList<QPointF> Demo::places(const QStringList& points) const
{
    const double width = session_.image().width();
    const double height = session_.image().height();
    if (points.isEmpty())
        return {{width * 0.61, height * 0.6},
                {width * 0.89, height * 0.66},
                {width * 0.22, height * 0.63}};
    QList<QPointF> found;
    for (const QString& point : points) {
        const QStringList parts = point.split(',');
        bool isX = false, isY = false;
        const QPointF place(parts.value(0).toDouble(&isX), parts.value(1).toDouble(&isY));
        if (parts.size() != 2 || !isX || !isY)
            throw std::runtime_error("--demo-point takes X,Y, not " + point.toStdString() + ".");
        found += place;
    }
    if (found.size() == 1)
        found += found.first(); // one to accept and one to leave pending
    return found;
}

void Demo::click(QPointF place)
{
    waitFor(&ui::Session::candidatesReady, [&] {
        session_.addPoint({float(place.x()), float(place.y()), true});
    });
    const core::Prediction& answer = *session_.prediction();
    QStringList scores;
    for (const core::Candidate& candidate : answer.candidates)
        scores += QString::number(candidate.iou, 'f', 3);
    say(QString("Point %1,%2: four masks in %3 ms, predicted IoU %4; the best is number %5.")
            .arg(place.x())
            .arg(place.y())
            .arg(qRound(answer.decodeMs))
            .arg(scores.join(", "))
            .arg(answer.best + 1));
}

void Demo::exportAll()
{
    ui::ExportOptions options;
    options.folder = QDir(folder_).absolutePath();
    waitFor(&ui::Session::exported, [&] { session_.exportTo(options); });
    for (const QString& file : ui::exportFiles(session_.annotation(), options))
        say(QString("Wrote %1.").arg(file));
}

void Demo::photograph()
{
    QEventLoop settle; // thumbnails and layout
    QTimer::singleShot(300, &settle, &QEventLoop::quit);
    settle.exec();
    const QString file = QDir(folder_).absoluteFilePath("window.png");
    if (!window_.grab().save(file))
        throw std::runtime_error(file.toStdString() + " cannot be written.");
    say(QString("Wrote %1.").arg(file));
}

} // namespace

int runDemo(ui::MainWindow& window, const QString& picture, const QStringList& points,
            const QString& folder)
{
    try {
        Demo(window, folder).run(picture.isEmpty() ? ui::samplePicture() : picture, points);
        return 0;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
}

} // namespace app
