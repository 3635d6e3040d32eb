// The object list shows the session's objects and every change goes through the session.
#include <memory>

#include <QAbstractItemModelTester>
#include <QColorDialog>
#include <QLineEdit>

#include "tests/ui/sample_session.h"
#include "ui/object_list.h"

using namespace ui;

class TestObjectList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void rowsFollowTheObjects();
    void cellsShowTheObject();
    void renamesInPlace();
    void emptyNameIsRefused();
    void eyeAndSpaceToggleVisibility();
    void deleteKeyRemovesAndUndoBringsBack();
    void selectionGoesBothWays();
    void colorIsChosenInADialog();

private:
    const core::Object& object(int row) const
    {
        return sample_->session.annotation().objects.at(std::size_t(row));
    }
    QString cell(int row, int column) const
    {
        return list_->model()->index(row, column).data().toString();
    }
    void clickCell(int row, int column)
    {
        const QRect rect = list_->visualRect(list_->model()->index(row, column));
        QTest::mouseClick(list_->viewport(), Qt::LeftButton, {}, rect.center());
    }

    std::unique_ptr<SampleSession> sample_;
    std::unique_ptr<ObjectList> list_;
};

void TestObjectList::initTestCase()
{
    sample_ = std::make_unique<SampleSession>();
    QVERIFY(sample_->waitUntilReady());
}

void TestObjectList::init()
{
    list_ = std::make_unique<ObjectList>(&sample_->session);
    new QAbstractItemModelTester(
        list_->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, list_.get());
    list_->resize(300, 200);
    list_->show();
    QVERIFY(QTest::qWaitForWindowExposed(list_.get()));
    for (const QPoint pixel : {QPoint(140, 160), QPoint(350, 150), QPoint(140, 100)}) {
        QVERIFY(sample_->click(float(pixel.x()), float(pixel.y())));
        QVERIFY(sample_->accept());
    }
}

void TestObjectList::cleanup()
{
    list_.reset();
    sample_->reset();
}

void TestObjectList::rowsFollowTheObjects()
{
    QCOMPARE(list_->model()->rowCount(), 3);
    for (int undone = 1; undone <= 3; ++undone) {
        while (int(sample_->session.annotation().objects.size()) > 3 - undone)
            sample_->session.undoStack()->undo();
        QCOMPARE(list_->model()->rowCount(), 3 - undone);
    }
    while (sample_->session.undoStack()->canRedo())
        sample_->session.undoStack()->redo();
    QCOMPARE(list_->model()->rowCount(), 3);
    for (int row = 0; row < 3; ++row)
        QCOMPARE(list_->objectModel()->idAt(row), object(row).id);
}

void TestObjectList::cellsShowTheObject()
{
    QCOMPARE(cell(1, ObjectModel::NameColumn), QString::fromStdString(object(1).name));
    QVERIFY(
        cell(1, ObjectModel::AreaColumn).contains(QLocale().toString(qulonglong(object(1).area))));
    const QModelIndex color = list_->model()->index(1, ObjectModel::ColorColumn);
    const core::Color expected = object(1).color;
    QCOMPARE(color.data(Qt::DecorationRole).value<QColor>(),
             QColor(expected.r, expected.g, expected.b));
}

void TestObjectList::renamesInPlace()
{
    sample_->session.selectObject(object(1).id);
    QTest::keyClick(list_.get(), Qt::Key_F2);
    auto* editor = list_->findChild<QLineEdit*>();
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, "left leaf");
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(object(1).name, std::string("left leaf"));
    QCOMPARE(cell(1, ObjectModel::NameColumn), QString("left leaf"));
}

void TestObjectList::emptyNameIsRefused()
{
    const std::string before = object(0).name;
    const QModelIndex name = list_->model()->index(0, ObjectModel::NameColumn);
    QVERIFY(!list_->model()->setData(name, "  "));
    QCOMPARE(object(0).name, before);
}

void TestObjectList::eyeAndSpaceToggleVisibility()
{
    QVERIFY(object(2).visible);
    clickCell(2, ObjectModel::VisibleColumn);
    QVERIFY(!object(2).visible);
    QTest::keyClick(list_.get(), Qt::Key_Space); // the click has made it the current row
    QVERIFY(object(2).visible);
}

void TestObjectList::deleteKeyRemovesAndUndoBringsBack()
{
    const int id = object(1).id;
    sample_->session.selectObject(id);
    QTest::keyClick(list_.get(), Qt::Key_Delete);
    QCOMPARE(list_->model()->rowCount(), 2);
    QCOMPARE(list_->objectModel()->rowOf(id), -1);
    sample_->session.undoStack()->undo();
    QCOMPARE(list_->objectModel()->rowOf(id), 1);
}

void TestObjectList::selectionGoesBothWays()
{
    for (int row = 0; row < 3; ++row) {
        sample_->session.selectObject(object(row).id);
        QCOMPARE(list_->currentIndex().row(), row);
        QVERIFY(list_->selectionModel()->isRowSelected(row));
    }
    sample_->session.selectObject(0);
    QVERIFY(!list_->selectionModel()->hasSelection());
    clickCell(1, ObjectModel::NameColumn);
    QCOMPARE(sample_->session.selectedObject(), object(1).id);
    QTest::keyClick(list_.get(), Qt::Key_Up);
    QCOMPARE(sample_->session.selectedObject(), object(0).id);
}

void TestObjectList::colorIsChosenInADialog()
{
    clickCell(0, ObjectModel::ColorColumn);
    auto* dialog = list_->findChild<QColorDialog*>();
    QVERIFY(dialog);
    dialog->setCurrentColor(QColor(12, 200, 34));
    dialog->accept();
    QCOMPARE(object(0).color, (core::Color{12, 200, 34}));
}

QTEST_MAIN(TestObjectList)
#include "test_object_list.moc"
