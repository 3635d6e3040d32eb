#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "ui/generator_options_form.h"
#include "ui/settings.h"

using namespace ui;

class TestGeneratorOptionsForm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsWithTheReference();
    void keepsWhatItDoesNotShow();
    void presetsSetAndAreRecognized();
    void aChangedFieldIsCustom();
    void rareOptionsAreFoldedAway();
    void settingsRememberExactly();
    void settingsRefuseNonsense();
};

void TestGeneratorOptionsForm::startsWithTheReference()
{
    const GeneratorOptionsForm form;
    QVERIFY(form.options() == core::MaskGeneratorOptions());
    QVERIFY(form.preset() == GeneratorPreset::Reference);
    QCOMPARE(form.findChild<QSpinBox*>("pointsPerSide")->value(), 32);
    QCOMPARE(form.findChild<QDoubleSpinBox*>("predIouThresh")->value(), 0.88);
    QCOMPARE(form.findChild<QDoubleSpinBox*>("stabilityScoreThresh")->value(), 0.95);
}

/// The fields show two digits, 512/1500 has more.
void TestGeneratorOptionsForm::keepsWhatItDoesNotShow()
{
    core::MaskGeneratorOptions options;
    options.pointsPerBatch = 7;
    options.pointGrids = {{{0.5, 0.5}}};
    options.predIouThresh = 0.8765f;
    GeneratorOptionsForm form;
    QSignalSpy changed(&form, &GeneratorOptionsForm::changed);
    form.setOptions(options);
    QCOMPARE(changed.count(), 1);
    QVERIFY(form.options() == options);
    form.findChild<QSpinBox*>("pointsPerSide")->setValue(9);
    options.pointsPerSide = 9;
    QVERIFY(form.options() == options);
    QCOMPARE(changed.count(), 2);
}

void TestGeneratorOptionsForm::presetsSetAndAreRecognized()
{
    GeneratorOptionsForm form;
    auto* presets = form.findChild<QComboBox*>("preset");
    for (const GeneratorPreset preset :
         {GeneratorPreset::Fast, GeneratorPreset::Fine, GeneratorPreset::Reference}) {
        presets->setCurrentIndex(int(preset));
        Q_EMIT presets->activated(int(preset));
        QVERIFY(form.preset() == preset);
        QVERIFY(form.options() == presetOptions(preset));
        core::validate(form.options());
    }
    QVERIFY(core::pointCount(presetOptions(GeneratorPreset::Fast)) <
            core::pointCount(presetOptions(GeneratorPreset::Reference)));
    QVERIFY(core::pointCount(presetOptions(GeneratorPreset::Reference)) <
            core::pointCount(presetOptions(GeneratorPreset::Fine)));
}

void TestGeneratorOptionsForm::aChangedFieldIsCustom()
{
    GeneratorOptionsForm form;
    auto* presets = form.findChild<QComboBox*>("preset");
    auto* stability = form.findChild<QDoubleSpinBox*>("stabilityScoreThresh");
    stability->setValue(0.9);
    QVERIFY(!form.preset());
    QCOMPARE(presets->currentIndex(), presets->count() - 1);
    QCOMPARE(form.options().stabilityScoreThresh, 0.9f);
    stability->setValue(0.95);
    QVERIFY(form.preset() == GeneratorPreset::Reference);
}

void TestGeneratorOptionsForm::rareOptionsAreFoldedAway()
{
    GeneratorOptionsForm form;
    form.show();
    auto* layers = form.findChild<QSpinBox*>("cropNLayers");
    QVERIFY(!layers->isVisible());
    form.findChild<QToolButton*>("moreOptions")->click();
    QVERIFY(layers->isVisible());
}

void TestGeneratorOptionsForm::settingsRememberExactly()
{
    QVERIFY(Settings().everythingOptions() == core::MaskGeneratorOptions());
    core::MaskGeneratorOptions options = presetOptions(GeneratorPreset::Fine);
    options.predIouThresh = 0.8765f;
    options.cropOverlapRatio = 1.0 / 7;
    options.stabilityScoreOffset = 1.25f;
    options.minMaskRegionArea = 100;
    Settings().setEverythingOptions(options);
    QVERIFY(Settings().everythingOptions() == options);
}

void TestGeneratorOptionsForm::settingsRefuseNonsense()
{
    core::MaskGeneratorOptions options;
    options.pointsPerSide = -3;
    Settings().setEverythingOptions(options);
    QVERIFY(Settings().everythingOptions() == core::MaskGeneratorOptions());
}

QTEST_MAIN(TestGeneratorOptionsForm)
#include "test_generator_options_form.moc"
