#pragma once

#include <map>
#include <thread>
#include <vector>

#include <QObject>
#include <QString>

#include "core/error.h"
#include "core/model_store.h"

namespace ui {

/// The models folder as the window sees it: what takes time runs in threads of its own, one for
/// each download. All methods return at once and belong to the thread of the window.
class ModelManager : public QObject {
    Q_OBJECT
public:
    struct Work {
        qint64 done = 0, total = 0; ///< bytes; 0 of 0 before the first
        bool isStopping = false;
    };

    explicit ModelManager(const core::ModelStore& store, QObject* parent = nullptr);
    ~ModelManager() override; ///< cancels and waits; what has arrived is kept

    const core::ModelStore& store() const { return store_; }
    const std::vector<core::StoredModel>& models() const { return models_; }
    const core::StoredModel* model(const QString& id) const; ///< null when there is none
    const Work* work(const QString& id) const;               ///< null when nothing is under way

    void refresh();                   ///< answers with modelsChanged
    void download(const QString& id); ///< answers with installed or failed
    void cancel(const QString& id);   ///< what has arrived is kept for the next time
    void remove(const QString& id);
    void add(const QString& file); ///< answers with installed or failed

Q_SIGNALS:
    void modelsChanged();
    void workChanged(const QString& id); ///< begun, further, ended
    void installed(const QString& id, bool downloaded);
    void failed(const QString& id, const core::Error& error);

private:
    struct Job {
        Work work;
        std::jthread thread;
    };
    /// Answers the id of the model that is installed now; empty for none.
    using Task = std::function<std::string(const core::ByteProgress&, std::stop_token)>;

    void start(const QString& id, bool downloads, const Task& task);
    void showProgress(const QString& id, qint64 done, qint64 total);
    void end(const QString& id, bool downloads, const std::string& installedId,
             const std::optional<core::Error>& error);
    void take(const std::vector<core::StoredModel>& models);

    core::ModelStore store_;
    std::vector<core::StoredModel> models_;
    bool listing_ = false;
    bool listAgain_ = false;
    std::map<QString, Job> jobs_;
    std::jthread lister_; ///< as the jobs last, so that they end first
};

} // namespace ui
