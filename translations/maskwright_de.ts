<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>ui::CandidateStrip</name>
    <message>
        <source>Candidate masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model answers every prompt with four masks. Press &lt;b&gt;1&lt;/b&gt; to &lt;b&gt;4&lt;/b&gt; or click to choose one, &lt;b&gt;Enter&lt;/b&gt; to keep it. &lt;b&gt;IoU&lt;/b&gt; is how well the model expects the mask to fit, &lt;b&gt;stability&lt;/b&gt; how little it would change with a stricter or looser threshold; 1 is best.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click an object in the picture: four candidate masks appear here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::CandidateTile</name>
    <message>
        <source>IoU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candidate %1: predicted IoU %2, stability %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. Press %2 or click to choose it, Enter to accept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::Canvas</name>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click an object to get four candidate masks. Press K for a crosshair that the arrow keys move: Space sets a foreground point, Shift+Space a background point.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;Click&lt;/b&gt; an object, &lt;b&gt;right-click&lt;/b&gt; what does not belong to it, or &lt;b&gt;drag&lt;/b&gt; a box around it. &lt;b&gt;Alt+click&lt;/b&gt; a point to remove it, &lt;b&gt;double-click&lt;/b&gt; to accept.&lt;/p&gt;&lt;p&gt;The &lt;b&gt;wheel&lt;/b&gt; zooms; drag with the &lt;b&gt;middle button&lt;/b&gt; or with &lt;b&gt;Space&lt;/b&gt; held to move the picture, or press &lt;b&gt;Shift&lt;/b&gt; and an arrow key.&lt;/p&gt;&lt;p&gt;Without a mouse: &lt;b&gt;K&lt;/b&gt; shows a crosshair. Arrow keys move it (with &lt;b&gt;Ctrl&lt;/b&gt; pixel by pixel), &lt;b&gt;Space&lt;/b&gt; sets a foreground point, &lt;b&gt;Shift+Space&lt;/b&gt; a background point, &lt;b&gt;Ctrl+Space&lt;/b&gt; the two corners of a box.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the picture …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a picture here, or press Ctrl+O to open one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::Commands</name>
    <message>
        <source>Accept mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore unsaved objects</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ErrorText</name>
    <message>
        <source>%1 does not exist; check the path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read (%2); check its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is empty (0 bytes); get the file again from where it came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a picture this program can read; use JPEG, PNG, TIFF, WebP or BMP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is damaged or cut off; get the file again from where it came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is too large (%2); make it smaller or cut it into parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model %1 is not there; run ./run.sh once to fetch the default model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model file %1 is damaged (%2); delete it and run ./run.sh to fetch it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model file %1 is not the file it should be (its SHA-256 differs); delete it and run ./run.sh to fetch it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model file %1 does not hold a model this program knows (%2); use a MobileSAM checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to predict from; click on something or drag a box.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The point %1 lies outside the picture; click inside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The box %1 cannot be used (%2); drag it across a part of the picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask %1 cannot be used (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is damaged or not of the expected kind (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written (%2); choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written because the disk is full; free some space and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written because the file or its folder is read-only; choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory for this picture; close other programs or use a smaller picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside the program (%1); please report it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One &amp;PNG per object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>White inside, black outside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One &amp;indexed PNG of all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pixel value is the object&apos;s number in the list; hidden objects are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;ut-outs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture inside each mask, transparent around it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>COCO with &amp;run lengths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact to the pixel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>COCO with p&amp;olygons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For programs that read outlines only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files to be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (will be overwritten)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder to write to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose at least one kind of file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) will be written.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) will be written, %1 of them over an existing one.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::FileList</name>
    <message>
        <source>not prepared yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>being prepared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures of the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>path, state</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::MainActions</name>
    <message>
        <source>&amp;Keyboard and mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what it does, keys</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the objects beside the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write masks and annotations to a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Accept mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the chosen mask an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the chosen mask an object (Enter, F or E)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget the pending clicks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose mask &amp;%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click on what to select, right-click on what to leave out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a box around what to select</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cross&amp;hair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click with the keyboard: arrows move, Space clicks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show one picture pixel per screen pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Hide masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the selected object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Show or hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the selected object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the selected object</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>Pictures (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1[*] – %2</source>
        <comment>picture, program</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) written to %1.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as %1; the unreadable file that was there is kept as %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) that had not been saved are back.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the objects of %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Save the objects of %n picture(s)?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Without saving, the changes are lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;%1 %2&lt;/h3&gt;&lt;p&gt;Interactive segmentation with Segment Anything.&lt;/p&gt;&lt;p&gt;Licensed under Apache-2.0.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ObjectList</name>
    <message>
        <source>Objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F2 renames, Delete removes, Space shows or hides, C changes the colour of the selected object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The objects of this picture. &lt;b&gt;Double-click&lt;/b&gt; a name (or press &lt;b&gt;F2&lt;/b&gt;) to change it, click the &lt;b&gt;eye&lt;/b&gt; (or press &lt;b&gt;Space&lt;/b&gt;) to hide an object, click its &lt;b&gt;colour&lt;/b&gt; (or press &lt;b&gt;C&lt;/b&gt;) to choose another, press &lt;b&gt;Del&lt;/b&gt; to delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour of the object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No objects yet. Click something in the picture and press Enter to keep its mask.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ObjectModel</name>
    <message>
        <source>%1 px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is shown; click to hide it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is hidden; click to show it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour of %1; click to change it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, label %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::Session</name>
    <message>
        <source>Add point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add background point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no pictures in this folder; choose one with JPEG, PNG, TIFF, WebP or BMP files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has been replaced by a picture of another size; its objects are kept, put the old picture back to see them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind of object, number</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This candidate is empty; choose another one or click again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ShortcutsDialog</name>
    <message>
        <source>Keyboard and mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave something out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right click, or Shift + left click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag with the left button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove a point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt + click on it, or Ctrl+Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1–4, ↑ and ↓, or click on its picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter, F or E, or double-click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click with the keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K, then arrows, Space, Shift+Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel, Ctrl++ and Ctrl+−; Ctrl+0 fits, Ctrl+1 is 100 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Middle button, or Space + drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous and next picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A and D, or PgUp and PgDn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>V</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo and redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Z and Ctrl+Shift+Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename and delete an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F2 and Del</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open picture, folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+O, Ctrl+U</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save, export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+S, Ctrl+E</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>Open picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a picture here, click on something, get its mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent pictures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>CPU, %n thread(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Where the model runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time of the last answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory this program uses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a picture (Ctrl+O) or drop one here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture cannot be shown; open another one (Ctrl+O).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model to answer clicks; run ./run.sh once, then start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted as soon as the picture is prepared; Esc takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answered as soon as the picture is prepared; Enter accepts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing the picture… you can already click.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click on something to select it, or drag a box.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for masks…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter accepts, 1–4 choose a mask, click to add, right-click to leave out, Esc cancels.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
