#include "ui/generator_options_form.h"

#include <array>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

namespace {

using Options = core::MaskGeneratorOptions;

constexpr std::array presetOrder = {GeneratorPreset::Fast, GeneratorPreset::Reference,
                                    GeneratorPreset::Fine};

constexpr int fieldWidth = 84;

/// A row whose label and field explain themselves in the same words.
void addRow(QFormLayout* form, const QString& text, QWidget* field, const QString& explanation)
{
    auto* label = new QLabel(text);
    label->setBuddy(field);
    label->setToolTip(explanation);
    field->setToolTip(explanation);
    form->addRow(label, field);
}

std::pair<QGroupBox*, QFormLayout*> group(const QString& title)
{
    auto* box = new QGroupBox(title);
    auto* form = new QFormLayout(box);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setLabelAlignment(Qt::AlignLeft);
    return {box, form};
}

} // namespace

Options presetOptions(GeneratorPreset preset)
{
    Options options;
    if (preset == GeneratorPreset::Fast) {
        options.pointsPerSide = 16;
    } else if (preset == GeneratorPreset::Fine) {
        options.cropNLayers = 1;
        options.cropNPointsDownscaleFactor = 2;
    }
    return options;
}

GeneratorOptionsForm::GeneratorOptionsForm(QWidget* parent)
    : QWidget(parent), presets_(new QComboBox), presetNote_(new QLabel), more_(new QToolButton)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(presetRow());
    column->addLayout(groups());
    column->addStretch(1);
    showOptions();
}

// --- Fields -------------------------------------------------------------------------------------

template <typename Value>
QSpinBox* GeneratorOptionsForm::whole(Value Options::*option, int least, int most)
{
    auto* field = new QSpinBox;
    field->setRange(least, most);
    field->setMinimumWidth(fieldWidth);
    showers_.push_back([this, field, option] { field->setValue(options_.*option); });
    connect(field, &QSpinBox::valueChanged, this, [this, option](int value) {
        options_.*option = value;
        showPreset();
        Q_EMIT changed();
    });
    return field;
}

/// The field shows two digits; the option keeps all of its own until the field is changed.
template <typename Value>
QDoubleSpinBox* GeneratorOptionsForm::share(Value Options::*option, double most, double step)
{
    auto* field = new QDoubleSpinBox;
    field->setRange(0, most);
    field->setMinimumWidth(fieldWidth);
    field->setDecimals(2);
    field->setSingleStep(step);
    showers_.push_back([this, field, option] { field->setValue(double(options_.*option)); });
    connect(field, &QDoubleSpinBox::valueChanged, this, [this, option](double value) {
        options_.*option = Value(value);
        showPreset();
        Q_EMIT changed();
    });
    return field;
}

QWidget* GeneratorOptionsForm::presetRow()
{
    presets_->setObjectName("preset");
    presets_->addItem(tr("Fast"));
    presets_->addItem(tr("Reference"));
    presets_->addItem(tr("Fine"));
    presets_->addItem(tr("Custom"));
    presets_->setAccessibleName(tr("Preset"));
    presetNote_->setWordWrap(true);
    presetNote_->setForegroundRole(QPalette::PlaceholderText);
    connect(presets_, &QComboBox::activated, this, &GeneratorOptionsForm::choosePreset);
    auto* label = new QLabel(tr("&Preset:"));
    label->setBuddy(presets_);
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(presets_);
    layout->addWidget(presetNote_, 1);
    return row;
}

QGroupBox* GeneratorOptionsForm::pointsGroup()
{
    const auto [box, form] = group(tr("Points and clean-up"));
    QSpinBox* points = whole(&Options::pointsPerSide, 1, 256);
    points->setObjectName("pointsPerSide");
    addRow(form, tr("Points per &side:"), points,
           tr("A grid of this many points across and down is laid over the picture, and the model "
              "is asked about each. More points find smaller things and take longer."));
    QSpinBox* region = whole(&Options::minMaskRegionArea, 0, 99'999);
    region->setObjectName("minMaskRegionArea");
    region->setSuffix(tr(" px"));
    region->setSpecialValueText(tr("off"));
    region->setSingleStep(50);
    addRow(form, tr("&Clean up below:"), region,
           tr("Holes and islands with fewer pixels are filled or removed."));
    return box;
}

QGroupBox* GeneratorOptionsForm::qualityGroup()
{
    const auto [box, form] = group(tr("Quality"));
    QDoubleSpinBox* iou = share(&Options::predIouThresh, 1, 0.01);
    iou->setObjectName("predIouThresh");
    addRow(form, tr("Least &IoU:"), iou,
           tr("Masks are kept when the model expects them to fit at least this well; 1 is best."));
    QDoubleSpinBox* stability = share(&Options::stabilityScoreThresh, 1, 0.01);
    stability->setObjectName("stabilityScoreThresh");
    addRow(form, tr("Least s&tability:"), stability,
           tr("Masks are kept when their stability is at least this: how little they change with a "
              "stricter or looser threshold; 1 is best."));
    QDoubleSpinBox* offset = share(&Options::stabilityScoreOffset, 10, 0.1);
    offset->setObjectName("stabilityScoreOffset");
    addRow(form, tr("Stability &offset:"), offset,
           tr("How much stricter and looser the threshold is made to measure stability."));
    return box;
}

QGroupBox* GeneratorOptionsForm::duplicatesGroup()
{
    const auto [box, form] = group(tr("Duplicates"));
    QDoubleSpinBox* boxes = share(&Options::boxNmsThresh, 1, 0.05);
    boxes->setObjectName("boxNmsThresh");
    addRow(form, tr("&Most overlap of boxes:"), boxes,
           tr("Of two masks whose boxes overlap more than this (IoU), only the better one is "
              "kept."));
    QDoubleSpinBox* crops = share(&Options::cropNmsThresh, 1, 0.05);
    crops->setObjectName("cropNmsThresh");
    addRow(form, tr("The same &between crops:"), crops,
           tr("The most overlap of boxes for masks found in different crops of the picture."));
    return box;
}

QGroupBox* GeneratorOptionsForm::cropsGroup()
{
    const auto [box, form] = group(tr("Crops"));
    QSpinBox* layers = whole(&Options::cropNLayers, 0, 4);
    layers->setObjectName("cropNLayers");
    layers->setSpecialValueText(tr("none"));
    addRow(
        form, tr("&Layers of crops:"), layers,
        tr("Layer 1 looks at four parts of the picture again, layer 2 also at sixteen, and so on: "
           "finds small things and takes much longer."));
    QDoubleSpinBox* overlap = share(&Options::cropOverlapRatio, 0.9, 0.05);
    overlap->setObjectName("cropOverlapRatio");
    addRow(form, tr("O&verlap of crops:"), overlap,
           tr("By how much neighbouring crops of the first layer overlap, as a share of the "
              "picture's shorter side."));
    QSpinBox* downscale = whole(&Options::cropNPointsDownscaleFactor, 1, 8);
    downscale->setObjectName("cropNPointsDownscaleFactor");
    addRow(form, tr("Divide points b&y:"), downscale,
           tr("The points per side are divided by this once more for each layer of crops; 1 "
              "leaves them as they are."));
    return box;
}

/// The rarely needed ones are folded away.
QLayout* GeneratorOptionsForm::groups()
{
    auto* grid = new QGridLayout;
    grid->setSpacing(10);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    grid->addWidget(pointsGroup(), 0, 0);
    grid->addWidget(qualityGroup(), 0, 1);
    grid->addWidget(more_, 1, 0, 1, 2, Qt::AlignLeft);
    QGroupBox* folded[] = {cropsGroup(), duplicatesGroup()};
    for (int i = 0; i < 2; ++i) {
        folded[i]->hide();
        grid->addWidget(folded[i], 2, i);
        connect(more_, &QToolButton::toggled, folded[i], &QWidget::setVisible);
    }
    more_->setObjectName("moreOptions");
    more_->setText(tr("More options"));
    more_->setCheckable(true);
    more_->setAutoRaise(true);
    more_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    more_->setArrowType(Qt::RightArrow);
    connect(more_, &QToolButton::toggled, this,
            [this](bool open) { more_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow); });
    return grid;
}

// --- Options and presets ------------------------------------------------------------------------

void GeneratorOptionsForm::setOptions(const Options& options)
{
    options_ = options;
    showOptions();
    Q_EMIT changed();
}

void GeneratorOptionsForm::showOptions()
{
    const Options exact = options_; // the fields round
    const QSignalBlocker quiet(this);
    for (const auto& show : showers_)
        show();
    options_ = exact;
    showPreset();
}

std::optional<GeneratorPreset> GeneratorOptionsForm::preset() const
{
    for (const GeneratorPreset preset : presetOrder) {
        Options same = presetOptions(preset);
        same.pointsPerBatch = options_.pointsPerBatch;
        if (same == options_)
            return preset;
    }
    return std::nullopt;
}

void GeneratorOptionsForm::showPreset()
{
    const std::array notes = {tr("A quick look: a quarter of the points."),
                              tr("The options of the original program."),
                              tr("Also looks at four parts of the picture, for small things."),
                              tr("Options of your own.")};
    const std::optional<GeneratorPreset> current = preset();
    const int row = current ? int(*current) : int(presetOrder.size());
    presets_->setCurrentIndex(row);
    presetNote_->setText(notes[std::size_t(row)]);
}

void GeneratorOptionsForm::choosePreset(int row)
{
    if (row >= int(presetOrder.size())) {
        showPreset(); // "Custom" is what changing a field makes of it
        return;
    }
    Options chosen = presetOptions(presetOrder[std::size_t(row)]);
    chosen.pointsPerBatch = options_.pointsPerBatch;
    setOptions(chosen);
}

} // namespace ui
