#include "ui/label_field.h"

#include <QCompleter>

namespace ui {

LabelField::LabelField(Session* session, QWidget* parent)
    : QLineEdit(parent), session_(session), known_(new QStringListModel(this))
{
    setObjectName(QStringLiteral("labelField"));
    setPlaceholderText(tr("Label for new objects"));
    setAccessibleName(tr("Label for new objects"));
    setToolTip(tr("What you are selecting, for example “cell”. Every accepted object gets this "
                  "label until you change it; in COCO files it is the category."));
    setClearButtonEnabled(true);
    setText(session->currentLabel());

    auto* completer = new QCompleter(known_, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    setCompleter(completer);
    connect(this, &QLineEdit::textChanged, session, &Session::setCurrentLabel);
    connect(session, &Session::currentLabelChanged, this, [this] {
        if (text().trimmed() != session_->currentLabel())
            setText(session_->currentLabel());
    });
    connect(session, &Session::annotationChanged, this, &LabelField::offerLabelsInUse);
    offerLabelsInUse();
}

void LabelField::offerLabelsInUse()
{
    QStringList labels = known_->stringList(); // those of earlier pictures stay
    for (const core::Object& object : session_->annotation().objects) {
        const QString label = QString::fromStdString(object.label);
        if (!label.isEmpty() && !labels.contains(label))
            labels += label;
    }
    labels.sort(Qt::CaseInsensitive);
    if (labels != known_->stringList())
        known_->setStringList(labels);
}

} // namespace ui
