#include "ui/model_manager.h"

#include <algorithm>
#include <utility>

#include <QElapsedTimer>

#include "ui/caught_error.h"

namespace ui {

namespace {

constexpr int progressIntervalMs = 50;

} // namespace

ModelManager::ModelManager(const core::ModelStore& store, QObject* parent)
    : QObject(parent), store_(store)
{
}

ModelManager::~ModelManager()
{
    for (auto& [id, job] : jobs_)
        job.thread.request_stop(); // all of them, before the first is waited for
}

const core::StoredModel* ModelManager::model(const QString& id) const
{
    const auto found =
        std::find_if(models_.begin(), models_.end(),
                     [&](const core::StoredModel& model) { return model.id == id.toStdString(); });
    return found == models_.end() ? nullptr : &*found;
}

const ModelManager::Work* ModelManager::work(const QString& id) const
{
    const auto found = jobs_.find(id);
    return found == jobs_.end() ? nullptr : &found->second.work;
}

void ModelManager::refresh()
{
    if (std::exchange(listing_, true)) {
        listAgain_ = true;
        return;
    }
    lister_ = std::jthread([this] {
        std::vector<core::StoredModel> models;
        const auto error = caughtError([&] { models = store_.list(); });
        QMetaObject::invokeMethod(
            this,
            [this, models = std::move(models), error] {
                take(models);
                if (error)
                    Q_EMIT failed({}, *error);
            },
            Qt::QueuedConnection);
    });
}

void ModelManager::take(const std::vector<core::StoredModel>& models)
{
    models_ = models;
    listing_ = false;
    Q_EMIT modelsChanged();
    if (std::exchange(listAgain_, false))
        refresh();
}

void ModelManager::download(const QString& id)
{
    start(id, true, [this, id](const core::ByteProgress& progress, std::stop_token stop) {
        store_.fetch(id.toStdString(), progress, stop);
        return id.toStdString();
    });
}

void ModelManager::cancel(const QString& id)
{
    const auto found = jobs_.find(id);
    if (found == jobs_.end() || found->second.work.isStopping)
        return;
    found->second.work.isStopping = true;
    found->second.thread.request_stop();
    Q_EMIT workChanged(id);
}

void ModelManager::remove(const QString& id)
{
    start(id, false, [this, id](const core::ByteProgress&, std::stop_token) {
        store_.remove(id.toStdString());
        return std::string();
    });
}

void ModelManager::add(const QString& file)
{
    start(file, false, [this, file](const core::ByteProgress& progress, std::stop_token stop) {
        return store_.add(file.toStdString(), progress, stop);
    });
}

/// One thing at a time for each model.
void ModelManager::start(const QString& id, bool downloads, const Task& task)
{
    if (jobs_.contains(id))
        return;
    jobs_[id].thread = std::jthread([this, id, downloads, task](std::stop_token stop) {
        QElapsedTimer sinceShown;
        const auto progress = [&](std::int64_t done, std::int64_t total) {
            if (sinceShown.isValid() && sinceShown.elapsed() < progressIntervalMs && done < total)
                return;
            sinceShown.start();
            QMetaObject::invokeMethod(
                this, [this, id, done, total] { showProgress(id, done, total); },
                Qt::QueuedConnection);
        };
        std::string installedId;
        const auto error = caughtError([&] { installedId = task(progress, stop); });
        QMetaObject::invokeMethod(
            this,
            [this, id, downloads, installedId, error] { end(id, downloads, installedId, error); },
            Qt::QueuedConnection);
    });
    Q_EMIT workChanged(id);
}

void ModelManager::showProgress(const QString& id, qint64 done, qint64 total)
{
    const auto found = jobs_.find(id);
    if (found == jobs_.end())
        return;
    found->second.work.done = done;
    found->second.work.total = total;
    Q_EMIT workChanged(id);
}

void ModelManager::end(const QString& id, bool downloads, const std::string& installedId,
                       const std::optional<core::Error>& error)
{
    jobs_.erase(id);
    Q_EMIT workChanged(id);
    refresh();
    if (error && error->code() != core::ErrorCode::Cancelled)
        Q_EMIT failed(id, *error);
    else if (!error && !installedId.empty())
        Q_EMIT installed(QString::fromStdString(installedId), downloads);
}

} // namespace ui
