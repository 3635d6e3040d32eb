#pragma once

#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "ui/session.h"

/// A session with the default model on a small generated picture. Nothing in the picture is white
/// or blue, so that what the canvas paints over it can be told from it.
class SampleSession {
public:
    static constexpr int width = 480;
    static constexpr int height = 320;
    static constexpr int patience = 120000; // ms; the encoder on a busy machine

    SampleSession()
    {
        QStandardPaths::setTestModeEnabled(true);
        QImage picture(width, height, QImage::Format_RGB32);
        picture.fill(QColor(96, 92, 88));
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(196, 60, 40));
        painter.drawEllipse(QPoint(140, 160), 70, 70);
        painter.setBrush(QColor(236, 190, 60));
        painter.drawEllipse(QPoint(140, 160), 30, 30);
        painter.setBrush(QColor(70, 140, 60));
        painter.drawRect(300, 80, 110, 150);
        painter.end();
        picture.save(path());
        session.loadModel({});
        session.openImage(path());
    }
    ~SampleSession() { session.discardAll(); }

    QString path() const { return folder_.filePath("shapes.png"); }
    bool waitUntilReady()
    {
        return QTest::qWaitFor([this] { return session.imageState() == ui::ImageState::Ready; },
                               patience);
    }
    /// Waits for the answer to the whole prompt.
    bool waitForAnswer() { return answered_.count() > 0 || answered_.wait(patience); }
    bool click(float x, float y)
    {
        answered_.clear();
        session.addPoint({x, y, true});
        return waitForAnswer();
    }
    bool accept()
    {
        const std::size_t before = session.annotation().objects.size();
        session.accept();
        return QTest::qWaitFor([&] { return session.annotation().objects.size() == before + 1; },
                               patience);
    }
    /// Back to the picture without prompt and objects.
    void reset()
    {
        session.cancelPrompt();
        session.undoStack()->setIndex(0);
        session.undoStack()->clear();
        session.setHover(std::nullopt);
    }

private:
    QTemporaryDir folder_;

public:
    ui::Session session;

private:
    QSignalSpy answered_{&session, &ui::Session::candidatesReady};
};
