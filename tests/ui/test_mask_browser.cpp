// The masks that wait: filter, order, choice, and what becomes of them.
#include <algorithm>
#include <random>

#include <QFile>
#include <QHeaderView>

#include "core/formats/amg.h"
#include "tests/ui/sample_session.h"
#include "tests/ui/waiting_masks.h"
#include "ui/canvas.h"
#include "ui/everything_list.h"
#include "ui/mask_browser.h"

using namespace ui;

namespace {

constexpr QSize pictureSize(SampleSession::width, SampleSession::height);

QStringList describe(const WaitingMasks& masks)
{
    QStringList areas;
    for (const WaitingMaskPtr& mask : masks)
        areas += QString::number(mask->found.area);
    return areas;
}

} // namespace

class TestMaskBrowser : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();

    void filterKeepsWhatLiesInAllRanges();
    void sortsBothWaysAndKeepsEqualsInPlace();
    void mergedMaskIsTheUnionWithTheLowestScores();

    void aResultIsOneUndoStep();
    void anotherResultReplacesAndForgetsTheFilter();
    void masksOfAnotherSizeAreRefusedInOneSentence();
    void emptyAndMissingResultsAreRefused();
    void acceptIsOneUndoStep();
    void mergeIsOneUndoStep();
    void deleteIsOneUndoStep();
    void knowsWhichMasksWouldBeLost();
    void aFilteredMaskIsNoLongerChosen();
    void onlyWhereNothingIsLabelled();
    void theSmallestMaskIsOnTop();
    void choosesWithinABox();
    void listAndBrowserAgree();
    void canvasPicksAndHighlights();
    void unseenMasksAreNotPicked();
    void switchingPicturesKeepsTheResultWithItsPicture();
    void filteringHundredsIsOnePassEach();

private:
    /// Through a file, as the user would.
    bool open(const std::vector<core::GeneratedMask>& masks);
    void openThree();
    QString resultFile() const { return folder_.filePath("result.json"); }
    Session& session() { return sample_.session; }
    MaskBrowser& browser() { return *sample_.session.browser(); }
    const std::vector<core::Object>& objects() { return session().annotation().objects; }
    void undo() { session().undoStack()->undo(); }
    void redo() { session().undoStack()->redo(); }

    QTemporaryDir folder_;
    SampleSession sample_;
};

void TestMaskBrowser::init()
{
    QVERIFY(sample_.waitUntilReady());
    sample_.reset();
    browser().setFilter({});
    browser().setOrder(MaskOrder::Iou, false);
}

bool TestMaskBrowser::open(const std::vector<core::GeneratedMask>& masks)
{
    core::writeAmgJson(resultFile().toStdString(), masks);
    QSignalSpy finished(&session(), &Session::everythingFinished);
    session().openEverything(resultFile());
    return finished.wait(SampleSession::patience);
}

/// Areas 400 (on the right), 10000 (left), 100 (within that one); best first.
void TestMaskBrowser::openThree()
{
    QVERIFY(open({foundRectangle({300, 10, 20, 20}, pictureSize, 0.99f, 0.96f),
                  foundRectangle({100, 100, 100, 100}, pictureSize, 0.95f, 0.99f),
                  foundRectangle({120, 120, 10, 10}, pictureSize, 0.90f, 0.97f)}));
}

void TestMaskBrowser::filterKeepsWhatLiesInAllRanges()
{
    const auto waiting =
        makeWaiting({foundRectangle({0, 0, 10, 10}, {40, 40}, 1.02f, 0.96f)}, "model");
    const WaitingMask& mask = *waiting[0];
    QVERIFY(MaskFilter().admits(mask, 1));
    MaskFilter filter;
    filter.iou = {0.9, 1.0}; // a score above 1 counts as 1, which is what is shown
    QVERIFY(filter.admits(mask, 0));
    filter.iou = {0.9, 0.99};
    QVERIFY(!filter.admits(mask, 0));
    filter.iou = {};
    filter.stability = {0.97, 1};
    QVERIFY(!filter.admits(mask, 0));
    filter.stability = {};
    filter.area = {100, 100}; // both ends belong to it
    QVERIFY(filter.admits(mask, 0));
    filter.area = {101, 1000};
    QVERIFY(!filter.admits(mask, 0));
    filter.area = {};
    filter.onlyUnlabelled = true;
    QVERIFY(filter.admits(mask, 0.5));
    QVERIFY(!filter.admits(mask, 0.51));
}

void TestMaskBrowser::sortsBothWaysAndKeepsEqualsInPlace()
{
    WaitingMasks masks = makeWaiting({foundRectangle({0, 0, 3, 1}, {9, 9}, 0.9f, 0.5f),
                                      foundRectangle({0, 0, 1, 1}, {9, 9}, 0.9f, 0.7f),
                                      foundRectangle({0, 0, 2, 1}, {9, 9}, 0.8f, 0.6f)},
                                     "model");
    sortMasks(masks, MaskOrder::Area, true);
    QCOMPARE(describe(masks), QStringList({"1", "2", "3"}));
    sortMasks(masks, MaskOrder::Area, false);
    QCOMPARE(describe(masks), QStringList({"3", "2", "1"}));
    sortMasks(masks, MaskOrder::Stability, false);
    QCOMPARE(describe(masks), QStringList({"1", "2", "3"}));
    sortMasks(masks, MaskOrder::Iou, true);
    QCOMPARE(describe(masks), QStringList({"2", "1", "3"}));
}

void TestMaskBrowser::mergedMaskIsTheUnionWithTheLowestScores()
{
    const WaitingMasks parts = makeWaiting({foundRectangle({0, 0, 4, 4}, {20, 20}, 0.9f, 0.99f),
                                            foundRectangle({2, 2, 8, 8}, {20, 20}, 0.95f, 0.96f)},
                                           "model");
    const WaitingMaskPtr merged = mergeWaiting(parts);
    QCOMPARE(merged->found.area, std::size_t(16 + 64 - 4));
    QVERIFY((merged->found.box == core::PixelRect{0, 0, 10, 10}));
    QCOMPARE(core::area(merged->found.mask), merged->found.area);
    QCOMPARE(merged->found.iou, 0.9f);
    QCOMPARE(merged->found.stability, 0.96f);
    QCOMPARE(merged->points.size(), std::size_t(2));
    QVERIFY(merged->color == parts[1]->color);
    QCOMPARE(merged->model, std::string("model"));
    QVERIFY(merged->runs.at(0, 0) && merged->runs.at(9, 9) && !merged->runs.at(9, 0));
}

void TestMaskBrowser::aResultIsOneUndoStep()
{
    openThree();
    const WaitingMasks masks = session().waitingMasks();
    QCOMPARE(masks.size(), std::size_t(3));
    QCOMPARE(browser().shown().size(), std::size_t(3));
    QVERIFY(!session().isModified()); // nothing to save: they are no objects yet
    undo();
    QVERIFY(session().waitingMasks().empty());
    QVERIFY(browser().shown().empty());
    redo();
    QVERIFY(session().waitingMasks() == masks);
}

void TestMaskBrowser::anotherResultReplacesAndForgetsTheFilter()
{
    openThree();
    browser().setFilter({{}, {}, {50, 500}, true});
    QCOMPARE(browser().shown().size(), std::size_t(2));
    QVERIFY(open({foundRectangle({0, 0, 50, 50}, pictureSize)}));
    QCOMPARE(session().waitingMasks().size(), std::size_t(1));
    QCOMPARE(browser().shown().size(), std::size_t(1));
    QVERIFY(browser().filter().onlyUnlabelled);
    undo();
    QCOMPARE(session().waitingMasks().size(), std::size_t(3));
}

void TestMaskBrowser::masksOfAnotherSizeAreRefusedInOneSentence()
{
    openThree();
    core::writeAmgJson(resultFile().toStdString(), {foundRectangle({0, 0, 5, 5}, {30, 20})});
    QSignalSpy failed(&session(), &Session::failed);
    session().openEverything(resultFile());
    QVERIFY(failed.wait(SampleSession::patience));
    const QString sentence = failed[0][1].toString();
    QVERIFY2(sentence.contains("30 × 20") && sentence.contains("480 × 320"),
             qUtf8Printable(sentence));
    QVERIFY(sentence.endsWith('.') && !sentence.contains('\n'));
    QCOMPARE(session().waitingMasks().size(), std::size_t(3)); // nothing is lost by it
}

void TestMaskBrowser::emptyAndMissingResultsAreRefused()
{
    QSignalSpy failed(&session(), &Session::failed);
    core::writeAmgJson(resultFile().toStdString(), {});
    session().openEverything(resultFile());
    QVERIFY(failed.wait(SampleSession::patience));
    QVERIFY(failed[0][1].toString().contains("result.json"));
    session().openEverything(folder_.filePath("nowhere.json"));
    QVERIFY(failed.wait(SampleSession::patience));
    QVERIFY(failed[1][1].toString().contains("nowhere.json"));
    QFile garbage(folder_.filePath("garbage.json"));
    QVERIFY(garbage.open(QIODevice::WriteOnly) && garbage.write("[{") == 2);
    garbage.close();
    session().openEverything(garbage.fileName());
    QVERIFY(failed.wait(SampleSession::patience));
    QVERIFY(failed[2][1].toString().contains("garbage.json"));
    QVERIFY(session().waitingMasks().empty());
}

void TestMaskBrowser::acceptIsOneUndoStep()
{
    session().setCurrentLabel("leaf");
    openThree();
    const WaitingMasks before = session().waitingMasks();
    const int steps = session().undoStack()->count();
    browser().setChosen({before[0], before[2]});
    browser().acceptChosen();
    QCOMPARE(session().undoStack()->count(), steps + 1);
    QCOMPARE(objects().size(), std::size_t(2));
    QCOMPARE(session().waitingMasks().size(), std::size_t(1));
    QVERIFY(session().waitingMasks()[0] == before[1]);
    QCOMPARE(browser().chosenCount(), 0);
    const core::Object& object = objects()[0];
    QVERIFY(object.mask == before[0]->found.mask);
    QCOMPARE(object.area, before[0]->found.area);
    QCOMPARE(object.label, std::string("leaf"));
    QCOMPARE(object.iou, 0.99f);
    QCOMPARE(object.stability, 0.96f);
    QCOMPARE(object.prompt.points.size(), std::size_t(1));
    QCOMPARE(object.prompt.points[0].x, float(before[0]->found.x));
    QCOMPARE(object.candidate, before[0]->found.candidate);
    QVERIFY(objects()[0].id != objects()[1].id);
    QVERIFY(session().isModified());

    const core::Annotation accepted = session().annotation();
    undo();
    QVERIFY(objects().empty());
    QVERIFY(session().waitingMasks() == before);
    QVERIFY(!session().isModified());
    redo();
    QVERIFY(session().annotation() == accepted);
    QCOMPARE(session().waitingMasks().size(), std::size_t(1));
    browser().acceptShown();
    QCOMPARE(objects().size(), std::size_t(3));
    QVERIFY(session().waitingMasks().empty());
    session().setCurrentLabel({});
}

void TestMaskBrowser::mergeIsOneUndoStep()
{
    openThree();
    const WaitingMasks before = session().waitingMasks();
    browser().setChosen({before[0]});
    browser().mergeChosen(); // one alone is nothing to merge
    QVERIFY(session().waitingMasks() == before);
    browser().setChosen({before[0], before[1]});
    browser().mergeChosen();
    QCOMPARE(session().waitingMasks().size(), std::size_t(2));
    const WaitingMaskPtr merged = session().waitingMasks()[0];
    QCOMPARE(merged->found.area, std::size_t(10400));
    QVERIFY(browser().isChosen(merged));
    QCOMPARE(browser().chosenCount(), 1);
    undo();
    QVERIFY(session().waitingMasks() == before);
    redo();
    QVERIFY(session().waitingMasks()[0] == merged);
}

void TestMaskBrowser::deleteIsOneUndoStep()
{
    openThree();
    const WaitingMasks before = session().waitingMasks();
    browser().setChosen({before[1], before[2]});
    browser().deleteChosen();
    QCOMPARE(session().waitingMasks().size(), std::size_t(1));
    QVERIFY(objects().empty());
    undo();
    QVERIFY(session().waitingMasks() == before);
}

void TestMaskBrowser::knowsWhichMasksWouldBeLost()
{
    openThree();
    QVERIFY(!session().isUndecided()); // they are in their file
    const WaitingMasks masks = session().waitingMasks();
    session().mergeMasks({masks[0], masks[1]});
    QVERIFY(session().isUndecided());
    QCOMPARE(session().undecidedFiles(), QStringList{sample_.path()});
    undo();
    QVERIFY(!session().isUndecided());
    session().deleteMasks({masks[0]});
    QVERIFY(!session().isUndecided());
    session().mergeMasks({masks[1], masks[2]});
    undo();
    redo();
    QVERIFY(session().isUndecided());
    session().deleteMasks(session().waitingMasks());
    QVERIFY(!session().isUndecided()); // none is left
    undo();
    QVERIFY(session().isUndecided());
    session().acceptMasks(session().waitingMasks());
    QVERIFY(!session().isUndecided());
}

void TestMaskBrowser::aFilteredMaskIsNoLongerChosen()
{
    openThree();
    const WaitingMasks masks = session().waitingMasks();
    browser().setChosen(masks);
    browser().setHovered(masks[0]);
    browser().setFilter({{}, {}, {1000, 1e9}, false});
    QCOMPARE(browser().chosenCount(), 1);
    QVERIFY(browser().isChosen(masks[1]));
    QVERIFY(!browser().hovered());
    browser().acceptChosen(); // what cannot be seen is not accepted
    QCOMPARE(objects().size(), std::size_t(1));
}

void TestMaskBrowser::onlyWhereNothingIsLabelled()
{
    openThree();
    const WaitingMasks masks = session().waitingMasks();
    browser().setFilter({{}, {}, {}, true});
    QCOMPARE(browser().shown().size(), std::size_t(3));
    session().acceptMasks({masks[1]}); // the large one: the small one lies within it
    QVERIFY(browser().shown() == WaitingMasks{masks[0]});
    session().setObjectVisible(objects()[0].id, false); // hidden is labelled all the same
    QVERIFY(browser().shown() == WaitingMasks{masks[0]});
    session().removeObject(objects()[0].id);
    QCOMPARE(browser().shown().size(), std::size_t(2));
    undo();
    QCOMPARE(browser().shown().size(), std::size_t(1));
    browser().setFilter({});
    QCOMPARE(browser().shown().size(), std::size_t(2));
}

void TestMaskBrowser::theSmallestMaskIsOnTop()
{
    openThree();
    const WaitingMasks masks = session().waitingMasks();
    QVERIFY(browser().at({125, 125}) == masks[2]);
    QVERIFY(browser().at({150, 150}) == masks[1]);
    QVERIFY(browser().at({129, 129}) == masks[2]);
    QVERIFY(browser().at({130, 129}) == masks[1]); // the first column beside it
    QVERIFY(!browser().at({5, 5}));
    browser().setFilter({{}, {}, {1000, 1e9}, false});
    QVERIFY(browser().at({125, 125}) == masks[1]);
}

void TestMaskBrowser::choosesWithinABox()
{
    openThree();
    const WaitingMasks masks = session().waitingMasks();
    browser().chooseWithin(QRectF(99, 99, 102, 102), false);
    QCOMPARE(browser().chosenCount(), 2);
    QVERIFY(browser().isChosen(masks[1]) && browser().isChosen(masks[2]));
    browser().chooseWithin(QRectF(290, 0, 100, 100), true);
    QCOMPARE(browser().chosenCount(), 3);
    browser().chooseWithin(QRectF(101, 101, 60, 60), false); // cuts the large one
    QVERIFY(browser().chosen() == WaitingMasks{masks[2]});
}

void TestMaskBrowser::listAndBrowserAgree()
{
    EverythingList list(&session());
    list.resize(300, 400);
    list.show();
    openThree();
    const WaitingMasks masks = session().waitingMasks();
    QCOMPARE(list.model()->rowCount(), 3);
    list.sortByColumn(EverythingModel::AreaColumn, Qt::AscendingOrder);
    QVERIFY(browser().order() == MaskOrder::Area && browser().isAscending());
    QVERIFY(list.everythingModel()->maskAt(0) == masks[2]);
    QVERIFY(list.everythingModel()->maskAt(2) == masks[1]);
    list.sortByColumn(EverythingModel::MaskColumn, Qt::AscendingOrder); // has no order
    QVERIFY(browser().order() == MaskOrder::Area);
    QCOMPARE(list.horizontalHeader()->sortIndicatorSection(), int(EverythingModel::AreaColumn));

    list.selectRow(1);
    QVERIFY(browser().chosen() == WaitingMasks{masks[0]});
    browser().setChosen({masks[1], masks[2]});
    QCOMPARE(list.selectionModel()->selectedRows().size(), 2);
    QVERIFY(!list.selectionModel()->isRowSelected(1));
    browser().setFilter({{}, {}, {1000, 1e9}, false});
    QCOMPARE(list.model()->rowCount(), 1);
    QVERIFY(list.selectionModel()->isRowSelected(0));

    browser().setFilter({});
    const QPoint row = list.visualRect(list.model()->index(1, 1)).center();
    QTest::mouseMove(list.viewport(), row);
    QTRY_VERIFY(browser().hovered() == list.everythingModel()->maskAt(1));
}

void TestMaskBrowser::canvasPicksAndHighlights()
{
    Canvas canvas(&session());
    canvas.resize(700, 500);
    canvas.show();
    canvas.zoomToActualSize();
    const QImage plain = canvas.grab().toImage();
    QCOMPARE(canvas.tool(), ToolKind::Point);
    openThree();
    const WaitingMasks masks = session().waitingMasks();
    QCOMPARE(canvas.tool(), ToolKind::Pick);
    const auto at = [&](double x, double y) { return canvas.view().toWidget({x, y}).toPoint(); };
    const auto pixel = [&](double x, double y) {
        return canvas.grab().toImage().pixel(at(x, y) * canvas.devicePixelRatioF());
    };

    // Each mask is tinted in its own colour, the small one over the large one.
    const QRgb large = pixel(180.5, 180.5), small = pixel(125.5, 125.5);
    QVERIFY(large != plain.pixel(at(180.5, 180.5) * canvas.devicePixelRatioF()));
    QVERIFY(small != large);
    QCOMPARE(pixel(5.5, 5.5), plain.pixel(at(5.5, 5.5) * canvas.devicePixelRatioF()));

    QTest::mouseMove(&canvas, at(180.5, 180.5));
    QVERIFY(browser().hovered() == masks[1]);
    const QRgb hovered = pixel(180.5, 180.5);
    QVERIFY(hovered != large);
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, at(125.5, 125.5));
    QVERIFY(browser().chosen() == WaitingMasks{masks[2]});
    QTest::mouseClick(&canvas, Qt::LeftButton, Qt::ControlModifier, at(310.5, 20.5));
    QCOMPARE(browser().chosenCount(), 2);
    QTest::mouseClick(&canvas, Qt::LeftButton, Qt::ControlModifier, at(5.5, 5.5));
    QCOMPARE(browser().chosenCount(), 2); // a miss loses nothing
    QTest::mouseClick(&canvas, Qt::LeftButton, Qt::ShiftModifier, at(310.5, 20.5));
    QVERIFY(browser().chosen() == WaitingMasks{masks[2]});
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, at(5.5, 5.5));
    QCOMPARE(browser().chosenCount(), 0);
    QVERIFY(session().prompt().empty());

    canvas.setMasksVisible(false);
    QCOMPARE(pixel(180.5, 180.5), plain.pixel(at(180.5, 180.5) * canvas.devicePixelRatioF()));
    canvas.setTool(ToolKind::Box);
    canvas.setTool(ToolKind::Pick);
    browser().deleteChosen();
    session().deleteMasks(masks);
    QCOMPARE(canvas.tool(), ToolKind::Box); // the one used for prompts before
    undo();
    QCOMPARE(canvas.tool(), ToolKind::Pick);
}

void TestMaskBrowser::unseenMasksAreNotPicked()
{
    Canvas canvas(&session());
    canvas.resize(700, 500);
    canvas.show();
    canvas.zoomToActualSize();
    openThree();
    const WaitingMasks masks = session().waitingMasks();
    const auto at = [&](double x, double y) { return canvas.view().toWidget({x, y}).toPoint(); };
    browser().setChosen({masks[0]});
    QTest::mouseMove(&canvas, at(150.5, 150.5));
    QVERIFY(browser().hovered() == masks[1]);
    canvas.setMasksVisible(false);
    QVERIFY(!browser().hovered());
    QTest::mouseMove(&canvas, at(180.5, 180.5));
    QVERIFY(!browser().hovered());
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, at(180.5, 180.5));
    QTest::mousePress(&canvas, Qt::LeftButton, {}, at(90, 90));
    QTest::mouseMove(&canvas, at(210, 210));
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, at(210, 210));
    QVERIFY(browser().chosen() == WaitingMasks{masks[0]});
    QTest::mouseDClick(&canvas, Qt::LeftButton, {}, at(180.5, 180.5));
    QVERIFY(objects().empty());

    canvas.setTool(ToolKind::Pick); // asked for again: shows what can be picked
    QVERIFY(canvas.masksVisible());
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, at(180.5, 180.5));
    QVERIFY(browser().chosen() == WaitingMasks{masks[1]});
}

void TestMaskBrowser::switchingPicturesKeepsTheResultWithItsPicture()
{
    openThree();
    const WaitingMasks masks = session().waitingMasks();
    const QString other = folder_.filePath("other.png");
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(Qt::gray);
    QVERIFY(image.save(other));
    session().openImage(other);
    QVERIFY(session().waitingMasks().empty());
    QVERIFY(browser().shown().empty());
    QVERIFY(sample_.waitUntilReady());
    QVERIFY(browser().shown().empty());
    session().openImage(sample_.path());
    QTRY_VERIFY_WITH_TIMEOUT(session().waitingMasks() == masks, SampleSession::patience);
    QCOMPARE(browser().shown().size(), std::size_t(3));
    QVERIFY(sample_.waitUntilReady());
}

/// 300 masks over a picture of 1800×1200, from the slider to the screen: the masks are gone through
/// once for each step, and the model has no part in it.
void TestMaskBrowser::filteringHundredsIsOnePassEach()
{
    constexpr QSize size(1800, 1200);
    const QString large = folder_.filePath("large.png");
    QImage image(size, QImage::Format_RGB32);
    image.fill(QColor(120, 110, 100));
    QVERIFY(image.save(large));
    session().openImage(large);
    QVERIFY(sample_.waitUntilReady());
    std::vector<core::GeneratedMask> masks;
    std::mt19937 random(1);
    for (int i = 0; i < 300; ++i) {
        const int side = 20 + int(random() % 600);
        const QPoint at(int(random() % unsigned(size.width() - side)),
                        int(random() % unsigned(size.height() - side)));
        masks.push_back(foundRectangle({at, QSize(side, side)}, size, 0.88f + 0.0004f * float(i)));
    }
    QVERIFY(open(masks));
    Canvas canvas(&session());
    EverythingList list(&session());
    canvas.resize(1280, 800);
    list.resize(300, 600);
    canvas.show();
    list.show();
    QVERIFY(QTest::qWaitForWindowExposed(&canvas) && QTest::qWaitForWindowExposed(&list));
    QSignalSpy shown(&browser(), &MaskBrowser::shownChanged);
    QSignalSpy reset(list.model(), &QAbstractItemModel::modelReset);
    QSignalSpy answered(&session(), &Session::candidatesReady);
    QSignalSpy previewed(&session(), &Session::previewChanged);
    QSignalSpy measured(&session(), &Session::decodeMeasured);
    constexpr int steps = 41;
    QBENCHMARK_ONCE
    {
        for (int i = 0; i < steps; ++i) {
            browser().setFilter({{0.88 + 0.002 * i, 1}, {}, {}, false});
            canvas.repaint();
            list.viewport()->repaint();
        }
    }
    QVERIFY(browser().shown().size() < 150);
    QCOMPARE(shown.count(), steps);
    QVERIFY2(reset.count() <= steps, qPrintable(QString::number(reset.count())));
    QVERIFY(open(masks)); // behind whatever the model was asked
    QVERIFY(answered.empty() && previewed.empty() && measured.empty());
    session().openImage(sample_.path());
    QVERIFY(sample_.waitUntilReady());
}

QTEST_MAIN(TestMaskBrowser)
#include "test_mask_browser.moc"
