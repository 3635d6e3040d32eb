#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QWidget>

#include "core/mask_generator.h"

class QComboBox;
class QDoubleSpinBox;
class QGroupBox;
class QLabel;
class QLayout;
class QSpinBox;
class QToolButton;

namespace ui {

/// Ready-made choices for everything mode.
enum class GeneratorPreset { Fast, Reference, Fine };

core::MaskGeneratorOptions presetOptions(GeneratorPreset preset);

/// The options of everything mode in groups, the rare ones folded away. Options that have no field
/// here (point grids, points per batch) are kept as they are set.
class GeneratorOptionsForm : public QWidget {
    Q_OBJECT
public:
    explicit GeneratorOptionsForm(QWidget* parent = nullptr);

    const core::MaskGeneratorOptions& options() const { return options_; }
    void setOptions(const core::MaskGeneratorOptions& options);
    std::optional<GeneratorPreset> preset() const; ///< empty: none has these options

Q_SIGNALS:
    void changed(); ///< options() is new, by the user or by setOptions()

private:
    QWidget* presetRow();
    QGroupBox* pointsGroup();
    QGroupBox* qualityGroup();
    QGroupBox* duplicatesGroup();
    QGroupBox* cropsGroup();
    QLayout* groups();
    void showOptions();
    void showPreset();
    void choosePreset(int row);

    template <typename Value>
    QSpinBox* whole(Value core::MaskGeneratorOptions::*option, int least, int most);
    template <typename Value>
    QDoubleSpinBox* share(Value core::MaskGeneratorOptions::*option, double most, double step);

    core::MaskGeneratorOptions options_;
    QComboBox* presets_;
    QLabel* presetNote_;
    QToolButton* more_;
    std::vector<std::function<void()>> showers_; ///< each brings its field up to date
};

} // namespace ui
