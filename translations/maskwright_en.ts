<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>ui::StatusLine</name>
    <message numerus="yes">
        <source>CPU, %n thread(s)</source>
        <translation>
            <numerusform>CPU, %n thread</numerusform>
            <numerusform>CPU, %n threads</numerusform>
        </translation>
    </message>
</context>
</TS>
