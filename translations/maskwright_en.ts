<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ui::BatchDialog</name>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) done</source>
        <translation>
            <numerusform>%n picture done</numerusform>
            <numerusform>%n pictures done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done before</source>
        <translation>
            <numerusform>%n done before</numerusform>
            <numerusform>%n done before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) to work on.</source>
        <translation>
            <numerusform>%n picture to work on.</numerusform>
            <numerusform>%n pictures to work on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%L1 of %Ln picture(s)</source>
        <translation>
            <numerusform>%L1 of %Ln picture</numerusform>
            <numerusform>%L1 of %Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::EverythingBar</name>
    <message numerus="yes">
        <source>Keep the %n mask(s) found so far?</source>
        <translation>
            <numerusform>Keep the mask found so far?</numerusform>
            <numerusform>Keep the %n masks found so far?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::EverythingDialog</name>
    <message numerus="yes">
        <source>%Ln point(s)</source>
        <translation>
            <numerusform>%Ln point</numerusform>
            <numerusform>%Ln points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::EverythingPanel</name>
    <message numerus="yes">
        <source>%1 of %n shown</source>
        <translation>
            <numerusform>%1 of %n shown</numerusform>
            <numerusform>%1 of %n shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message numerus="yes">
        <source>%n file(s) will be written.</source>
        <translation>
            <numerusform>%n file will be written.</numerusform>
            <numerusform>%n files will be written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) will be written, %1 of them over an existing one.</source>
        <translation>
            <numerusform>%n file will be written, %1 of them over an existing one.</numerusform>
            <numerusform>%n files will be written, %1 of them over an existing one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message numerus="yes">
        <source>%n file(s) written to %1.</source>
        <translation>
            <numerusform>%n file written to %1.</numerusform>
            <numerusform>%n files written to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) that had not been saved are back.</source>
        <translation>
            <numerusform>%n object that had not been saved is back.</numerusform>
            <numerusform>%n objects that had not been saved are back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Save the objects of %n picture(s)?</source>
        <translation>
            <numerusform>Save the objects of %n picture?</numerusform>
            <numerusform>Save the objects of %n pictures?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::Session</name>
    <message numerus="yes">
        <source>Accept %n mask(s)</source>
        <translation>
            <numerusform>Accept %n mask</numerusform>
            <numerusform>Accept %n masks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Merge %n mask(s)</source>
        <translation>
            <numerusform>Merge %n mask</numerusform>
            <numerusform>Merge %n masks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n mask(s)</source>
        <translation>
            <numerusform>Delete %n mask</numerusform>
            <numerusform>Delete %n masks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message numerus="yes">
        <source>CPU, %n thread(s)</source>
        <translation>
            <numerusform>CPU, %n thread</numerusform>
            <numerusform>CPU, %n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Enter makes %n chosen mask(s) objects, Del deletes, Ctrl+click chooses more.</source>
        <translation>
            <numerusform>Enter makes the chosen mask an object, Del deletes it, Ctrl+click chooses more.</numerusform>
            <numerusform>Enter makes the %n chosen masks objects, Del deletes them, Ctrl+click chooses more.</numerusform>
        </translation>
    </message>
</context>
</TS>
