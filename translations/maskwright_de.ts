<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>ui::BatchDialog</name>
    <message>
        <source>Batch</source>
        <translation>Stapelverarbeitung</translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>Fortschritt der Stapelverarbeitung</translation>
    </message>
    <message>
        <source>Open output folder</source>
        <translation>Ausgabeordner öffnen</translation>
    </message>
    <message>
        <source>St&amp;art</source>
        <translation>St&amp;arten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What is done is kept; Start goes on from there.</source>
        <translation>Was fertig ist, bleibt erhalten; „Starten“ macht dort weiter.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancelled before the first picture.</source>
        <translation>Vor dem ersten Bild abgebrochen.</translation>
    </message>
    <message>
        <source>Batch: %1 of %2</source>
        <translation>Stapel: %1 von %2</translation>
    </message>
    <message>
        <source>Batch paused: %1 of %2</source>
        <translation>Stapel pausiert: %1 von %2</translation>
    </message>
    <message>
        <source>Batch: stopping…</source>
        <translation>Stapel: wird angehalten …</translation>
    </message>
    <message>
        <source>Choose a folder for the results.</source>
        <translation>Wählen Sie einen Ordner für die Ergebnisse.</translation>
    </message>
    <message>
        <source>Choose at least one kind of result to write.</source>
        <translation>Wählen Sie mindestens eine Art von Ergebnissen, die geschrieben werden soll.</translation>
    </message>
    <message>
        <source>The model is not loaded yet.</source>
        <translation>Das Modell ist noch nicht geladen.</translation>
    </message>
    <message>
        <source>Choose a folder with pictures.</source>
        <translation>Wählen Sie einen Ordner mit Bildern.</translation>
    </message>
    <message>
        <source>Looking for pictures…</source>
        <translation>Bilder werden gesucht …</translation>
    </message>
    <message>
        <source>There are no pictures in this folder and its sub-folders; choose one with JPEG, PNG, TIFF, WebP or BMP files.</source>
        <translation>In diesem Ordner und seinen Unterordnern sind keine Bilder; wählen Sie einen mit JPEG-, PNG-, TIFF-, WebP- oder BMP-Dateien.</translation>
    </message>
    <message>
        <source>There are no pictures in this folder; choose one with JPEG, PNG, TIFF, WebP or BMP files, or include the sub-folders.</source>
        <translation>In diesem Ordner sind keine Bilder; wählen Sie einen mit JPEG-, PNG-, TIFF-, WebP- oder BMP-Dateien oder nehmen Sie die Unterordner hinzu.</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 per picture</source>
        <translation>%1 je Bild</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>noch einige Sekunden</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>noch etwa %1</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) done</source>
        <translation>
            <numerusform>%n Bild fertig</numerusform>
            <numerusform>%n Bilder fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done before</source>
        <translation>
            <numerusform>%n schon vorher fertig</numerusform>
            <numerusform>%n schon vorher fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n noch offen</numerusform>
            <numerusform>%n noch offen</numerusform>
        </translation>
    </message>
    <message>
        <source>The batch was stopped after %1: %2. Starting it again goes on from there.</source>
        <translation>Die Stapelverarbeitung wurde nach %1 angehalten: %2. Ein neuer Start macht dort weiter.</translation>
    </message>
    <message>
        <source>The batch finished in %1: %2.</source>
        <translation>Die Stapelverarbeitung wurde in %1 abgeschlossen: %2.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>Pausiert: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) to work on.</source>
        <translation>
            <numerusform>%n Bild ist zu bearbeiten.</numerusform>
            <numerusform>%n Bilder sind zu bearbeiten.</numerusform>
        </translation>
    </message>
    <message>
        <source>A running batch continues; the status bar shows how far it is.</source>
        <translation>Eine laufende Stapelverarbeitung geht weiter; die Statusleiste zeigt, wie weit sie ist.</translation>
    </message>
    <message>
        <source>The batch could not go on: %1</source>
        <translation>Die Stapelverarbeitung konnte nicht weitergehen: %1</translation>
    </message>
    <message numerus="yes">
        <source>%L1 of %Ln picture(s)</source>
        <translation>
            <numerusform>%L1 von %Ln Bild</numerusform>
            <numerusform>%L1 von %Ln Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a list</comment>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>ui::BatchForm</name>
    <message>
        <source>Include sub-fol&amp;ders</source>
        <translation>Mit &amp;Unterordnern</translation>
    </message>
    <message>
        <source>Pictu&amp;res in:</source>
        <translation>Bi&amp;lder in:</translation>
    </message>
    <message>
        <source>Folder with pictures</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>O&amp;utput to:</source>
        <translation>Ergebni&amp;sse in:</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
        <source>Write:</source>
        <translation>Schreiben:</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>P&amp;NGs per picture</source>
        <translation>P&amp;NGs je Bild</translation>
    </message>
    <message>
        <source>For each picture a folder with one PNG per mask and metadata.csv, as amg.py writes them.</source>
        <translation>Für jedes Bild ein Ordner mit einem PNG je Maske und metadata.csv, wie amg.py sie schreibt.</translation>
    </message>
    <message>
        <source>&amp;JSON per picture</source>
        <translation>&amp;JSON je Bild</translation>
    </message>
    <message>
        <source>For each picture a file with the run lengths of all masks, as amg.py writes it.</source>
        <translation>Für jedes Bild eine Datei mit den Lauflängen aller Masken, wie amg.py sie schreibt.</translation>
    </message>
    <message>
        <source>One COCO fil&amp;e</source>
        <translation>Eine &amp;COCO-Datei</translation>
    </message>
    <message>
        <source>annotations.json, a dataset of all pictures with the run lengths of their masks.</source>
        <translation>annotations.json, ein Datensatz aller Bilder mit den Lauflängen ihrer Masken.</translation>
    </message>
</context>
<context>
    <name>ui::BatchModel</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Done before</source>
        <translation>Schon fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
</context>
<context>
    <name>ui::BatchProgress</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
</context>
<context>
    <name>ui::BatchTable</name>
    <message>
        <source>Pictures of the batch</source>
        <translation>Bilder der Stapelverarbeitung</translation>
    </message>
</context>
<context>
    <name>ui::CandidateStrip</name>
    <message>
        <source>Candidate masks</source>
        <translation>Maskenvorschläge</translation>
    </message>
    <message>
        <source>The model answers every prompt with four masks. Press &lt;b&gt;1&lt;/b&gt; to &lt;b&gt;4&lt;/b&gt; or click to choose one, &lt;b&gt;Enter&lt;/b&gt; to keep it. &lt;b&gt;IoU&lt;/b&gt; is how well the model expects the mask to fit, &lt;b&gt;stability&lt;/b&gt; how little it would change with a stricter or looser threshold; 1 is best.</source>
        <translation>Das Modell beantwortet jede Eingabe mit vier Masken. Mit &lt;b&gt;1&lt;/b&gt; bis &lt;b&gt;4&lt;/b&gt; oder einem Klick wählen Sie eine aus, mit &lt;b&gt;Enter&lt;/b&gt; behalten Sie sie. &lt;b&gt;IoU&lt;/b&gt; sagt, wie gut die Maske nach Einschätzung des Modells passt, &lt;b&gt;Stabilität&lt;/b&gt;, wie wenig sie sich mit einer strengeren oder lockereren Schwelle ändern würde; 1 ist der beste Wert.</translation>
    </message>
    <message>
        <source>Click an object in the picture: four candidate masks appear here.</source>
        <translation>Klicken Sie im Bild auf etwas: Hier erscheinen vier Maskenvorschläge.</translation>
    </message>
</context>
<context>
    <name>ui::CandidateTile</name>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>Stabilität</translation>
    </message>
    <message>
        <source>Candidate %1: predicted IoU %2, stability %3</source>
        <translation>Vorschlag %1: geschätzte IoU %2, Stabilität %3</translation>
    </message>
    <message>
        <source>%1, best</source>
        <translation>%1, bester</translation>
    </message>
    <message>
        <source>%1. Press %2 or click to choose it, Enter to accept.</source>
        <translation>%1. Mit %2 oder einem Klick auswählen, mit Enter übernehmen.</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Bester</translation>
    </message>
</context>
<context>
    <name>ui::Canvas</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Click an object to get four candidate masks. Press K for a crosshair that the arrow keys move: Space sets a foreground point, Shift+Space a background point.</source>
        <translation>Klicken Sie auf etwas, um vier Maskenvorschläge zu erhalten. K zeigt ein Fadenkreuz, das die Pfeiltasten bewegen: Die Leertaste setzt einen Vordergrundpunkt, Umschalt+Leertaste einen Hintergrundpunkt.</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;Click&lt;/b&gt; an object, &lt;b&gt;right-click&lt;/b&gt; what does not belong to it, or &lt;b&gt;drag&lt;/b&gt; a box around it. &lt;b&gt;Alt+click&lt;/b&gt; a point to remove it, &lt;b&gt;double-click&lt;/b&gt; to accept.&lt;/p&gt;&lt;p&gt;The &lt;b&gt;wheel&lt;/b&gt; zooms; drag with the &lt;b&gt;middle button&lt;/b&gt; or with &lt;b&gt;Space&lt;/b&gt; held to move the picture, or press &lt;b&gt;Shift&lt;/b&gt; and an arrow key.&lt;/p&gt;&lt;p&gt;Without a mouse: &lt;b&gt;K&lt;/b&gt; shows a crosshair. Arrow keys move it (with &lt;b&gt;Ctrl&lt;/b&gt; pixel by pixel), &lt;b&gt;Space&lt;/b&gt; sets a foreground point, &lt;b&gt;Shift+Space&lt;/b&gt; a background point, &lt;b&gt;Ctrl+Space&lt;/b&gt; the two corners of a box.&lt;/p&gt;</source>
        <translation>&lt;p&gt;&lt;b&gt;Klicken&lt;/b&gt; Sie auf einen Gegenstand, mit der &lt;b&gt;rechten Taste&lt;/b&gt; auf das, was nicht dazugehört, oder &lt;b&gt;ziehen&lt;/b&gt; Sie einen Rahmen darum. &lt;b&gt;Alt+Klick&lt;/b&gt; auf einen Punkt entfernt ihn, ein &lt;b&gt;Doppelklick&lt;/b&gt; übernimmt die Maske.&lt;/p&gt;&lt;p&gt;Das &lt;b&gt;Mausrad&lt;/b&gt; zoomt; ziehen mit der &lt;b&gt;mittleren Taste&lt;/b&gt; oder bei gedrückter &lt;b&gt;Leertaste&lt;/b&gt; verschiebt das Bild, ebenso &lt;b&gt;Umschalt&lt;/b&gt; mit einer Pfeiltaste.&lt;/p&gt;&lt;p&gt;Ohne Maus: &lt;b&gt;K&lt;/b&gt; zeigt ein Fadenkreuz. Die Pfeiltasten bewegen es (mit &lt;b&gt;Strg&lt;/b&gt; Pixel für Pixel), die &lt;b&gt;Leertaste&lt;/b&gt; setzt einen Vordergrundpunkt, &lt;b&gt;Umschalt+Leertaste&lt;/b&gt; einen Hintergrundpunkt, &lt;b&gt;Strg+Leertaste&lt;/b&gt; die beiden Ecken eines Rahmens.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Drop a picture here, or press Ctrl+O to open one.</source>
        <translation>Ziehen Sie ein Bild hierher oder öffnen Sie eines mit Strg+O.</translation>
    </message>
    <message>
        <source>Reading the picture…</source>
        <translation>Bild wird gelesen …</translation>
    </message>
</context>
<context>
    <name>ui::Commands</name>
    <message>
        <source>Accept mask</source>
        <translation>Maske übernehmen</translation>
    </message>
    <message>
        <source>Delete object</source>
        <translation>Objekt löschen</translation>
    </message>
    <message>
        <source>Restore unsaved objects</source>
        <translation>Nicht gespeicherte Objekte wiederherstellen</translation>
    </message>
</context>
<context>
    <name>ui::ErrorText</name>
    <message>
        <source>%1 does not exist; check the path.</source>
        <translation>%1 gibt es nicht; prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>%1 cannot be read (%2); check its permissions.</source>
        <translation>%1 lässt sich nicht lesen (%2); prüfen Sie die Zugriffsrechte.</translation>
    </message>
    <message>
        <source>%1 is empty (0 bytes); get the file again from where it came from.</source>
        <translation>%1 ist leer (0 Byte); holen Sie die Datei noch einmal von ihrer Quelle.</translation>
    </message>
    <message>
        <source>%1 is not a picture this program can read; use JPEG, PNG, TIFF, WebP or BMP.</source>
        <translation>%1 ist kein Bild, das dieses Programm lesen kann; verwenden Sie JPEG, PNG, TIFF, WebP oder BMP.</translation>
    </message>
    <message>
        <source>%1 is damaged or cut off; get the file again from where it came from.</source>
        <translation>%1 ist beschädigt oder unvollständig; holen Sie die Datei noch einmal von ihrer Quelle.</translation>
    </message>
    <message>
        <source>%1 is too large (%2); make it smaller or cut it into parts.</source>
        <translation>%1 ist zu groß (%2); verkleinern Sie das Bild oder zerlegen Sie es in Teile.</translation>
    </message>
    <message>
        <source>The model file %1 does not hold a model this program knows (%2); use a MobileSAM or SAM checkpoint.</source>
        <translation>Die Modelldatei %1 enthält kein Modell, das dieses Programm kennt (%2); verwenden Sie ein MobileSAM- oder SAM-Modell.</translation>
    </message>
    <message>
        <source>There is nothing to predict from; click on something or drag a box.</source>
        <translation>Es fehlt eine Eingabe; klicken Sie auf etwas oder ziehen Sie einen Rahmen.</translation>
    </message>
    <message>
        <source>The point %1 lies outside the picture; click inside it.</source>
        <translation>Der Punkt %1 liegt außerhalb des Bildes; klicken Sie in das Bild.</translation>
    </message>
    <message>
        <source>The box %1 cannot be used (%2); drag it across a part of the picture.</source>
        <translation>Der Rahmen %1 ist nicht brauchbar (%2); ziehen Sie ihn über einen Teil des Bildes.</translation>
    </message>
    <message>
        <source>The mask %1 cannot be used (%2).</source>
        <translation>Die Maske %1 ist nicht brauchbar (%2).</translation>
    </message>
    <message>
        <source>%1 is damaged or not of the expected kind (%2).</source>
        <translation>%1 ist beschädigt oder nicht von der erwarteten Art (%2).</translation>
    </message>
    <message>
        <source>%1 cannot be written (%2); choose another place.</source>
        <translation>%1 lässt sich nicht schreiben (%2); wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>%1 cannot be written because the disk is full; free some space and try again.</source>
        <translation>%1 lässt sich nicht schreiben, weil der Datenträger voll ist; schaffen Sie Platz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>%1 cannot be written because the file or its folder is read-only; choose another place.</source>
        <translation>%1 lässt sich nicht schreiben, weil die Datei oder ihr Ordner schreibgeschützt ist; wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>There is not enough memory for this picture; close other programs or use a smaller picture.</source>
        <translation>Der Arbeitsspeicher reicht für dieses Bild nicht aus; schließen Sie andere Programme oder verwenden Sie ein kleineres Bild.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Something went wrong inside the program (%1); please report it.</source>
        <translation>Im Programm ist etwas schiefgegangen (%1); bitte melden Sie es.</translation>
    </message>
    <message>
        <source>The last layer of crops has no points left; use more points per side or fewer layers.</source>
        <translation>Für die letzte Ebene der Ausschnitte bleiben keine Punkte übrig; nehmen Sie mehr Punkte pro Seite oder weniger Ebenen.</translation>
    </message>
    <message>
        <source>The model runs on the processor, since no GPU can be used (%1).</source>
        <translation>Das Modell läuft auf dem Prozessor, weil keine Grafikkarte benutzt werden kann (%1).</translation>
    </message>
    <message>
        <source>The model uses 32-bit numbers, since this processor has no instructions for bfloat16.</source>
        <translation>Das Modell rechnet mit 32-Bit-Zahlen, weil dieser Prozessor keine Befehle für bfloat16 hat.</translation>
    </message>
    <message>
        <source>One of the options has a value that does not work (%1: %2); choose a preset to start anew.</source>
        <translation>Eine der Optionen hat einen Wert, der nicht möglich ist (%1: %2); wählen Sie eine Vorgabe, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>The name for the results of %1 is already taken by %2; rename this picture.</source>
        <translation>Der Name für die Ergebnisse von %1 ist schon durch %2 belegt; benennen Sie dieses Bild um.</translation>
    </message>
    <message>
        <source>The model %1 is not there; File → Models… downloads or adds one.</source>
        <translation>Das Modell %1 ist nicht vorhanden; unter Datei → Modelle … können Sie eines herunterladen oder hinzufügen.</translation>
    </message>
    <message>
        <source>The model file %1 is damaged (%2); get it again, or use another one from File → Models….</source>
        <translation>Die Modelldatei %1 ist beschädigt (%2); holen Sie sie noch einmal oder benutzen Sie eine andere aus Datei → Modelle ….</translation>
    </message>
    <message>
        <source>The model file %1 is not the file it should be (its SHA-256 differs); get it again, or use another one from File → Models….</source>
        <translation>Die Modelldatei %1 ist nicht die richtige (ihre SHA-256-Summe weicht ab); holen Sie sie noch einmal oder benutzen Sie eine andere aus Datei → Modelle ….</translation>
    </message>
    <message>
        <source>The model %1 could not be downloaded (%2); check the network and try again: what has arrived is kept.</source>
        <translation>Das Modell %1 ließ sich nicht herunterladen (%2); prüfen Sie das Netzwerk und versuchen Sie es erneut: Was schon angekommen ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The part of this program that runs the model cannot be loaded (%1); install the program again.</source>
        <translation>Der Teil dieses Programms, der das Modell ausführt, lässt sich nicht laden (%1); installieren Sie das Programm noch einmal.</translation>
    </message>
</context>
<context>
    <name>ui::EverythingBar</name>
    <message>
        <source>&amp;Keep</source>
        <translation>Behal&amp;ten</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show the masks found so far, to accept or delete</source>
        <translation>Die bisher gefundenen Masken zeigen, um sie zu übernehmen oder zu löschen</translation>
    </message>
    <message>
        <source>Forget the masks found so far (Esc)</source>
        <translation>Die bisher gefundenen Masken verwerfen (Esc)</translation>
    </message>
    <message>
        <source>Stop segmenting everything (Esc)</source>
        <translation>Das Segmentieren abbrechen (Esc)</translation>
    </message>
    <message>
        <source>Segmenting everything…</source>
        <translation>Alles wird segmentiert …</translation>
    </message>
    <message>
        <source>Everything is segmented as soon as the picture is prepared…</source>
        <translation>Alles wird segmentiert, sobald das Bild vorbereitet ist …</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message numerus="yes">
        <source>Keep the %n mask(s) found so far?</source>
        <translation>
            <numerusform>Die bisher gefundene Maske behalten?</numerusform>
            <numerusform>Die %n bisher gefundenen Masken behalten?</numerusform>
        </translation>
    </message>
    <message>
        <source>Segmenting everything: %1 of %2 points</source>
        <translation>Alles wird segmentiert: %1 von %2 Punkten</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <comment>points, duration</comment>
        <translation>%1, noch etwa %2</translation>
    </message>
</context>
<context>
    <name>ui::EverythingDialog</name>
    <message>
        <source>Segment everything</source>
        <translation>Alles segmentieren</translation>
    </message>
    <message>
        <source>Segment &amp;everything</source>
        <translation>Alles &amp;segmentieren</translation>
    </message>
    <message>
        <source>%1; measuring how long that takes…</source>
        <translation>%1; die Dauer wird gemessen …</translation>
    </message>
    <message>
        <source>%1, about %2 (one takes %3 ms here).</source>
        <comment>points, duration, figure</comment>
        <translation>%1, etwa %2 (einer dauert hier %3 ms).</translation>
    </message>
    <message numerus="yes">
        <source>%Ln point(s)</source>
        <translation>
            <numerusform>%Ln Punkt</numerusform>
            <numerusform>%Ln Punkte</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::EverythingList</name>
    <message>
        <source>Masks of everything mode</source>
        <translation>Masken aus „Alles segmentieren“</translation>
    </message>
    <message>
        <source>The filter hides every mask; move the sliders apart or clear the check box.</source>
        <translation>Der Filter blendet alle Masken aus; ziehen Sie die Regler auseinander oder entfernen Sie das Häkchen.</translation>
    </message>
</context>
<context>
    <name>ui::EverythingModel</name>
    <message>
        <source>Mask %1: predicted IoU %2, stability %3, %4 pixels</source>
        <translation>Maske %1: geschätzte IoU %2, Stabilität %3, %4 Pixel</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>Stabilität</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
</context>
<context>
    <name>ui::EverythingPanel</name>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>Stabilität</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>No masks wait here. Segment everything to get the masks of the whole picture, then keep those you want.</source>
        <translation>Hier warten keine Masken. Segmentieren Sie alles, um die Masken des ganzen Bildes zu erhalten, und behalten Sie davon die gewünschten.</translation>
    </message>
    <message>
        <source>Hide the masks of which more than half already belongs to objects</source>
        <translation>Masken ausblenden, die schon zu mehr als der Hälfte zu Objekten gehören</translation>
    </message>
    <message>
        <source>How well the model expects the mask to fit; 1 is best</source>
        <translation>Wie gut die Maske nach Einschätzung des Modells passt; 1 ist der beste Wert</translation>
    </message>
    <message>
        <source>How little the mask changes with a stricter or looser threshold; 1 is best</source>
        <translation>Wie wenig sich die Maske mit einer strengeren oder lockereren Schwelle ändert; 1 ist der beste Wert</translation>
    </message>
    <message>
        <source>Pixels of the mask</source>
        <translation>Anzahl der Pixel der Maske</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n shown</source>
        <translation>
            <numerusform>%1 von %n angezeigt</numerusform>
            <numerusform>%1 von %n angezeigt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 chosen</source>
        <translation>%1, %2 gewählt</translation>
    </message>
    <message>
        <source>Only where there is &amp;no object yet</source>
        <translation>Nur wo &amp;noch kein Objekt ist</translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>One &amp;PNG per object</source>
        <translation>Ein &amp;PNG je Objekt</translation>
    </message>
    <message>
        <source>White inside, black outside.</source>
        <translation>Innen weiß, außen schwarz.</translation>
    </message>
    <message>
        <source>One &amp;indexed PNG of all</source>
        <translation>Ein &amp;indiziertes PNG mit allen</translation>
    </message>
    <message>
        <source>The pixel value is the object&apos;s number in the list; hidden objects are left out.</source>
        <translation>Der Pixelwert ist die Nummer des Objekts in der Liste; ausgeblendete Objekte fehlen.</translation>
    </message>
    <message>
        <source>C&amp;ut-outs</source>
        <translation>&amp;Freisteller</translation>
    </message>
    <message>
        <source>The picture inside each mask, transparent around it.</source>
        <translation>Das Bild innerhalb jeder Maske, außen durchsichtig.</translation>
    </message>
    <message>
        <source>COCO with &amp;run lengths</source>
        <translation>COCO mit &amp;Lauflängen</translation>
    </message>
    <message>
        <source>Exact to the pixel.</source>
        <translation>Auf das Pixel genau.</translation>
    </message>
    <message>
        <source>COCO with p&amp;olygons</source>
        <translation>COCO mit P&amp;olygonen</translation>
    </message>
    <message>
        <source>For programs that read outlines only.</source>
        <translation>Für Programme, die nur Umrisse lesen.</translation>
    </message>
    <message>
        <source>Files to be written</source>
        <translation>Zu schreibende Dateien</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>Annotationen</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>&amp;Ordner:</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen …</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>%1 (will be overwritten)</source>
        <translation>%1 (wird überschrieben)</translation>
    </message>
    <message>
        <source>Choose a folder to write to.</source>
        <translation>Wählen Sie einen Zielordner.</translation>
    </message>
    <message>
        <source>Choose at least one kind of file.</source>
        <translation>Wählen Sie mindestens eine Dateiart.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) will be written.</source>
        <translation>
            <numerusform>%n Datei wird geschrieben.</numerusform>
            <numerusform>%n Dateien werden geschrieben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) will be written, %1 of them over an existing one.</source>
        <translation>
            <numerusform>%n Datei wird geschrieben, davon ersetzt %1 eine vorhandene.</numerusform>
            <numerusform>%n Dateien werden geschrieben, davon ersetzt %1 eine vorhandene.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::FileList</name>
    <message>
        <source>not prepared yet</source>
        <translation>noch nicht vorbereitet</translation>
    </message>
    <message>
        <source>being prepared</source>
        <translation>wird vorbereitet</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>has objects</source>
        <translation>enthält Objekte</translation>
    </message>
    <message>
        <source>Pictures of the folder</source>
        <translation>Bilder des Ordners</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>path, state</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>ui::GeneratorOptionsForm</name>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>Fein</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>&amp;Preset:</source>
        <translation>&amp;Vorgabe:</translation>
    </message>
    <message>
        <source>Points and clean-up</source>
        <translation>Punkte und Bereinigung</translation>
    </message>
    <message>
        <source>Points per &amp;side:</source>
        <translation>&amp;Punkte pro Seite:</translation>
    </message>
    <message>
        <source>A grid of this many points across and down is laid over the picture, and the model is asked about each. More points find smaller things and take longer.</source>
        <translation>Über das Bild wird ein Gitter mit so vielen Punkten waagerecht und senkrecht gelegt und das Modell zu jedem befragt. Mehr Punkte finden kleinere Dinge, brauchen aber länger.</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>&amp;Clean up below:</source>
        <translation>&amp;Bereinigen unter:</translation>
    </message>
    <message>
        <source>Holes and islands with fewer pixels are filled or removed.</source>
        <translation>Löcher mit weniger Pixeln werden gefüllt, Inseln mit weniger Pixeln entfernt.</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Least &amp;IoU:</source>
        <translation>Mindest-&amp;IoU:</translation>
    </message>
    <message>
        <source>Masks are kept when the model expects them to fit at least this well; 1 is best.</source>
        <translation>Behalten werden Masken, die nach Einschätzung des Modells mindestens so gut passen; 1 ist der beste Wert.</translation>
    </message>
    <message>
        <source>Least s&amp;tability:</source>
        <translation>Mindests&amp;tabilität:</translation>
    </message>
    <message>
        <source>Stability &amp;offset:</source>
        <translation>Stabilitäts&amp;offset:</translation>
    </message>
    <message>
        <source>How much stricter and looser the threshold is made to measure stability.</source>
        <translation>Um wie viel die Schwelle strenger und lockerer gesetzt wird, um die Stabilität zu messen.</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message>
        <source>Crops</source>
        <translation>Ausschnitte</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>&amp;Layers of crops:</source>
        <translation>&amp;Ebenen:</translation>
    </message>
    <message>
        <source>O&amp;verlap of crops:</source>
        <translation>&amp;Überlappung:</translation>
    </message>
    <message>
        <source>By how much neighbouring crops of the first layer overlap, as a share of the picture&apos;s shorter side.</source>
        <translation>Wie weit sich benachbarte Ausschnitte der ersten Ebene überlappen, als Anteil der kürzeren Bildseite.</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>Weitere Optionen</translation>
    </message>
    <message>
        <source>A quick look: a quarter of the points.</source>
        <translation>Ein schneller Überblick: ein Viertel der Punkte.</translation>
    </message>
    <message>
        <source>The options of the original program.</source>
        <translation>Die Optionen des Originalprogramms.</translation>
    </message>
    <message>
        <source>Also looks at four parts of the picture, for small things.</source>
        <translation>Betrachtet auch vier Teile des Bildes, um kleine Dinge zu finden.</translation>
    </message>
    <message>
        <source>Options of your own.</source>
        <translation>Ihre eigenen Optionen.</translation>
    </message>
    <message>
        <source>Masks are kept when their stability is at least this: how little they change with a stricter or looser threshold; 1 is best.</source>
        <translation>Behalten werden Masken mit mindestens dieser Stabilität: wie wenig sie sich mit einer strengeren oder lockereren Schwelle ändern; 1 ist der beste Wert.</translation>
    </message>
    <message>
        <source>&amp;Most overlap of boxes:</source>
        <translation>&amp;Rahmen überlappen bis:</translation>
    </message>
    <message>
        <source>Of two masks whose boxes overlap more than this (IoU), only the better one is kept.</source>
        <translation>Von zwei Masken, deren Rahmen sich stärker überlappen (IoU), bleibt nur die bessere.</translation>
    </message>
    <message>
        <source>The same &amp;between crops:</source>
        <translation>&amp;Zwischen Ausschnitten bis:</translation>
    </message>
    <message>
        <source>The most overlap of boxes for masks found in different crops of the picture.</source>
        <translation>Wie weit sich die Rahmen von Masken aus verschiedenen Ausschnitten des Bildes höchstens überlappen.</translation>
    </message>
    <message>
        <source>Layer 1 looks at four parts of the picture again, layer 2 also at sixteen, and so on: finds small things and takes much longer.</source>
        <translation>Ebene 1 betrachtet vier Teile des Bildes noch einmal, Ebene 2 außerdem sechzehn und so weiter: Das findet kleine Dinge und dauert viel länger.</translation>
    </message>
    <message>
        <source>Divide points b&amp;y:</source>
        <translation>Punkte &amp;geteilt durch:</translation>
    </message>
    <message>
        <source>The points per side are divided by this once more for each layer of crops; 1 leaves them as they are.</source>
        <translation>Mit jeder Ebene wird die Zahl der Punkte pro Seite noch einmal durch diesen Wert geteilt; 1 lässt sie, wie sie ist.</translation>
    </message>
</context>
<context>
    <name>ui::LabelField</name>
    <message>
        <source>Label for new objects</source>
        <translation>Etikett für neue Objekte</translation>
    </message>
    <message>
        <source>What you are selecting, for example “cell”. Every accepted object gets this label until you change it; in COCO files it is the category.</source>
        <translation>Was Sie gerade auswählen, zum Beispiel „Zelle“. Jedes übernommene Objekt erhält dieses Etikett, bis Sie es ändern; in COCO-Dateien ist es die Kategorie.</translation>
    </message>
</context>
<context>
    <name>ui::MainActions</name>
    <message>
        <source>&amp;Keyboard and mouse</source>
        <translation>&amp;Tastatur und Maus</translation>
    </message>
    <message>
        <source>&amp;About %1</source>
        <translation>&amp;Über %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what it does, keys</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>&amp;Open picture…</source>
        <translation>Bild ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen …</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save the objects beside the picture</source>
        <translation>Die Objekte neben dem Bild speichern</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren …</translation>
    </message>
    <message>
        <source>Write masks and annotations to a folder</source>
        <translation>Masken und Annotationen in einen Ordner schreiben</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Accept mask</source>
        <translation>Maske &amp;übernehmen</translation>
    </message>
    <message>
        <source>Make the chosen mask an object</source>
        <translation>Die gewählte Maske als Objekt übernehmen</translation>
    </message>
    <message>
        <source>Make the chosen mask an object (Enter, F or E)</source>
        <translation>Die gewählte Maske als Objekt übernehmen (Enter, F oder E)</translation>
    </message>
    <message>
        <source>Choose mask &amp;%1</source>
        <translation>Maske &amp;%1 wählen</translation>
    </message>
    <message>
        <source>&amp;Next mask</source>
        <translation>&amp;Nächste Maske</translation>
    </message>
    <message>
        <source>&amp;Point</source>
        <translation>&amp;Punkt</translation>
    </message>
    <message>
        <source>Click on what to select, right-click on what to leave out</source>
        <translation>Auf das klicken, was dazugehört; rechts auf das, was nicht dazugehört</translation>
    </message>
    <message>
        <source>&amp;Box</source>
        <translation>Rah&amp;men</translation>
    </message>
    <message>
        <source>Drag a box around what to select</source>
        <translation>Einen Rahmen um das Gewünschte ziehen</translation>
    </message>
    <message>
        <source>Cross&amp;hair</source>
        <translation>&amp;Fadenkreuz</translation>
    </message>
    <message>
        <source>Click with the keyboard: arrows move, Space clicks</source>
        <translation>Mit der Tastatur klicken: Pfeiltasten bewegen, die Leertaste klickt</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>&amp;Einpassen</translation>
    </message>
    <message>
        <source>Show the whole picture</source>
        <translation>Das ganze Bild zeigen</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>Show one picture pixel per screen pixel</source>
        <translation>Ein Bildpixel je Bildschirmpixel zeigen</translation>
    </message>
    <message>
        <source>&amp;Hide masks</source>
        <translation>Masken &amp;ausblenden</translation>
    </message>
    <message>
        <source>&amp;Previous picture</source>
        <translation>&amp;Voriges Bild</translation>
    </message>
    <message>
        <source>&amp;Next picture</source>
        <translation>&amp;Nächstes Bild</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>Rename the selected object</source>
        <translation>Das ausgewählte Objekt umbenennen</translation>
    </message>
    <message>
        <source>&amp;Show or hide</source>
        <translation>&amp;Ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the selected object</source>
        <translation>Das ausgewählte Objekt ein- oder ausblenden</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Delete the selected object</source>
        <translation>Das ausgewählte Objekt löschen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>P&amp;ick</source>
        <translation>A&amp;uswahl</translation>
    </message>
    <message>
        <source>Choose masks of everything mode by clicking them</source>
        <translation>Masken aus „Alles segmentieren“ durch Klicken wählen</translation>
    </message>
    <message>
        <source>&amp;Segment everything…</source>
        <translation>Alles &amp;segmentieren …</translation>
    </message>
    <message>
        <source>Find the masks of the whole picture</source>
        <translation>Die Masken des ganzen Bildes finden</translation>
    </message>
    <message>
        <source>&amp;Batch…</source>
        <translation>Stapelverar&amp;beitung …</translation>
    </message>
    <message>
        <source>Segment everything in all pictures of a folder</source>
        <translation>Alles in allen Bildern eines Ordners segmentieren</translation>
    </message>
    <message>
        <source>&amp;Accept chosen masks</source>
        <translation>Gewählte Masken &amp;übernehmen</translation>
    </message>
    <message>
        <source>Make the chosen masks objects</source>
        <translation>Die gewählten Masken als Objekte übernehmen</translation>
    </message>
    <message>
        <source>Make the chosen masks objects (Enter)</source>
        <translation>Die gewählten Masken als Objekte übernehmen (Enter)</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Accept all s&amp;hown masks</source>
        <translation>Alle an&amp;gezeigten Masken übernehmen</translation>
    </message>
    <message>
        <source>Make all masks objects that the filter shows</source>
        <translation>Alle Masken, die der Filter zeigt, als Objekte übernehmen</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>Alle übernehmen</translation>
    </message>
    <message>
        <source>&amp;Merge chosen masks</source>
        <translation>Gewählte Masken &amp;vereinen</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Vereinen</translation>
    </message>
    <message>
        <source>&amp;Delete chosen masks</source>
        <translation>Gewählte Masken &amp;löschen</translation>
    </message>
    <message>
        <source>Delete the chosen masks</source>
        <translation>Die gewählten Masken löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Open e&amp;verything result…</source>
        <translation>Se&amp;gmentierungsergebnis öffnen …</translation>
    </message>
    <message>
        <source>Browse masks that everything mode has found in this picture, from a JSON file or metadata.csv</source>
        <translation>Masken durchsehen, die „Alles segmentieren“ in diesem Bild gefunden hat, aus einer JSON-Datei oder metadata.csv</translation>
    </message>
    <message>
        <source>Forget the pending clicks, stop segmenting everything or clear the choice</source>
        <translation>Die offenen Klicks verwerfen, das Segmentieren abbrechen oder die Auswahl aufheben</translation>
    </message>
    <message>
        <source>Previous &amp;mask</source>
        <translation>V&amp;orige Maske</translation>
    </message>
    <message>
        <source>Merge the chosen masks into one</source>
        <translation>Die gewählten Masken zu einer vereinen</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle …</translation>
    </message>
    <message>
        <source>Download, add, remove and choose models</source>
        <translation>Modelle herunterladen, hinzufügen, entfernen und auswählen</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>Pictures (%1)</source>
        <translation>Bilder (%1)</translation>
    </message>
    <message>
        <source>Open picture</source>
        <translation>Bild öffnen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>Diese Liste &amp;leeren</translation>
    </message>
    <message>
        <source>%1[*] – %2</source>
        <comment>picture, program</comment>
        <translation>%1[*] – %2</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) written to %1.</source>
        <translation>
            <numerusform>%n Datei nach %1 geschrieben.</numerusform>
            <numerusform>%n Dateien nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>Gespeichert als %1.</translation>
    </message>
    <message>
        <source>Saved as %1; the unreadable file that was there is kept as %2.</source>
        <translation>Gespeichert als %1; die unlesbare Datei, die dort lag, heißt jetzt %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) that had not been saved are back.</source>
        <translation>
            <numerusform>%n nicht gespeichertes Objekt ist wieder da.</numerusform>
            <numerusform>%n nicht gespeicherte Objekte sind wieder da.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Save the objects of %1?</source>
        <translation>Die Objekte von %1 speichern?</translation>
    </message>
    <message numerus="yes">
        <source>Save the objects of %n picture(s)?</source>
        <translation>
            <numerusform>Die Objekte von %n Bild speichern?</numerusform>
            <numerusform>Die Objekte von %n Bildern speichern?</numerusform>
        </translation>
    </message>
    <message>
        <source>Without saving, the changes are lost.</source>
        <translation>Ohne Speichern gehen die Änderungen verloren.</translation>
    </message>
    <message>
        <source>About %1</source>
        <translation>Über %1</translation>
    </message>
    <message>
        <source>&lt;h3&gt;%1 %2&lt;/h3&gt;&lt;p&gt;Interactive segmentation with Segment Anything.&lt;/p&gt;&lt;p&gt;Licensed under Apache-2.0.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;%1 %2&lt;/h3&gt;&lt;p&gt;Interaktive Segmentierung mit Segment Anything.&lt;/p&gt;&lt;p&gt;Lizenziert unter Apache-2.0.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Objects</source>
        <translation>&amp;Objekte</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>A batch is under way. Stop it and close?</source>
        <translation>Eine Stapelverarbeitung läuft. Anhalten und das Programm schließen?</translation>
    </message>
    <message>
        <source>What is done is kept; starting the batch again goes on from there.</source>
        <translation>Was fertig ist, bleibt erhalten; ein neuer Start macht dort weiter.</translation>
    </message>
    <message>
        <source>&amp;Stop and close</source>
        <translation>&amp;Anhalten und schließen</translation>
    </message>
    <message>
        <source>&amp;Keep running</source>
        <translation>&amp;Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Open everything result</source>
        <translation>Segmentierungsergebnis öffnen</translation>
    </message>
    <message>
        <source>Results of everything mode (%1)</source>
        <translation>Ergebnisse von „Alles segmentieren“ (%1)</translation>
    </message>
    <message>
        <source>No mask is good enough; try again with a lower least IoU or stability, or with more points.</source>
        <translation>Keine Maske ist gut genug; versuchen Sie es noch einmal mit einer niedrigeren Mindest-IoU oder Mindeststabilität oder mit mehr Punkten.</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Masks that still wait are not in it; accept them first.</source>
        <translation>Masken, die noch warten, sind nicht darin; übernehmen Sie sie vorher.</translation>
    </message>
    <message>
        <source>Masks that were not accepted are lost either way.</source>
        <translation>Nicht übernommene Masken gehen so oder so verloren.</translation>
    </message>
    <message>
        <source>Segmenting everything has stopped because another picture was opened.</source>
        <translation>„Alles segmentieren“ wurde beendet, weil ein anderes Bild geöffnet wurde.</translation>
    </message>
    <message>
        <source>Close without the masks that wait?</source>
        <translation>Ohne die wartenden Masken schließen?</translation>
    </message>
    <message>
        <source>Close without the masks found so far?</source>
        <translation>Ohne die bisher gefundenen Masken schließen?</translation>
    </message>
    <message>
        <source>Stop segmenting everything and close?</source>
        <translation>Das Segmentieren abbrechen und schließen?</translation>
    </message>
    <message>
        <source>Only masks that were accepted can be saved.</source>
        <translation>Nur übernommene Masken lassen sich speichern.</translation>
    </message>
    <message>
        <source>Found masks</source>
        <translation>Gefundene Masken</translation>
    </message>
    <message>
        <source>Every&amp;thing</source>
        <translation>A&amp;lles</translation>
    </message>
    <message>
        <source>The model before stays in use.</source>
        <translation>Das bisherige Modell wird weiter verwendet.</translation>
    </message>
    <message>
        <source>There is no model yet to answer clicks. %1 is the fastest.</source>
        <translation>Es gibt noch kein Modell, das Klicks beantwortet. %1 ist das schnellste.</translation>
    </message>
    <message>
        <source>Download (%1)</source>
        <translation>Herunterladen (%1)</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>%1 is downloaded.</source>
        <translation>%1 ist heruntergeladen.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>ui::ModelDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>&amp;Herunterladen</translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation>&amp;Verwenden</translation>
    </message>
    <message>
        <source>The picture is prepared again; its objects stay.</source>
        <translation>Das Bild wird neu vorbereitet; seine Objekte bleiben erhalten.</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Add file…</source>
        <translation>&amp;Datei hinzufügen …</translation>
    </message>
    <message>
        <source>Copy a checkpoint (.pt, .pth, .safetensors) among the models</source>
        <translation>Eine Modelldatei (.pt, .pth, .safetensors) zu den Modellen kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Downloads go on.</source>
        <translation>Downloads laufen weiter.</translation>
    </message>
    <message>
        <source>Remove %1 (%2)?</source>
        <translation>%1 (%2) entfernen?</translation>
    </message>
    <message>
        <source>It can be downloaded again.</source>
        <translation>Das Modell lässt sich wieder herunterladen.</translation>
    </message>
    <message>
        <source>It cannot be downloaded again; keep a copy elsewhere.</source>
        <translation>Das Modell lässt sich nicht wieder herunterladen; bewahren Sie anderswo eine Kopie auf.</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>Behal&amp;ten</translation>
    </message>
    <message>
        <source>Checkpoints (%1)</source>
        <translation>Modelldateien (%1)</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Go on &amp;downloading</source>
        <translation>Weiter &amp;herunterladen</translation>
    </message>
    <message>
        <source>This model is in use; use another one first.</source>
        <translation>Dieses Modell wird gerade verwendet; verwenden Sie zuerst ein anderes.</translation>
    </message>
    <message>
        <source>Copying %1: %2 of %3…</source>
        <translation>%1 wird kopiert: %2 von %3 …</translation>
    </message>
    <message>
        <source>There is no model in use yet: download one, or add a file of your own.</source>
        <translation>Noch wird kein Modell verwendet: Laden Sie eines herunter oder fügen Sie eine eigene Datei hinzu.</translation>
    </message>
    <message>
        <source>Larger models are slower to prepare a picture, and more exact.</source>
        <translation>Größere Modelle brauchen länger, um ein Bild vorzubereiten, und sind genauer.</translation>
    </message>
</context>
<context>
    <name>ui::ModelList</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Langsam</translation>
    </message>
    <message>
        <source>Very slow</source>
        <translation>Sehr langsam</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen …</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Verwendung</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>%1 of %2 downloaded</source>
        <translation>%1 von %2 heruntergeladen</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>Nicht installiert</translation>
    </message>
    <message>
        <source>Not available</source>
        <translation>Nicht verfügbar</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Wird verbunden …</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>ui::ObjectList</name>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>F2 renames, Delete removes, Space shows or hides, C changes the colour of the selected object.</source>
        <translation>F2 benennt das ausgewählte Objekt um, Entf löscht es, die Leertaste blendet es ein oder aus, C ändert seine Farbe.</translation>
    </message>
    <message>
        <source>The objects of this picture. &lt;b&gt;Double-click&lt;/b&gt; a name (or press &lt;b&gt;F2&lt;/b&gt;) to change it, click the &lt;b&gt;eye&lt;/b&gt; (or press &lt;b&gt;Space&lt;/b&gt;) to hide an object, click its &lt;b&gt;colour&lt;/b&gt; (or press &lt;b&gt;C&lt;/b&gt;) to choose another, press &lt;b&gt;Del&lt;/b&gt; to delete it.</source>
        <translation>Die Objekte dieses Bildes. Ein &lt;b&gt;Doppelklick&lt;/b&gt; auf einen Namen (oder &lt;b&gt;F2&lt;/b&gt;) ändert ihn, ein Klick auf das &lt;b&gt;Auge&lt;/b&gt; (oder die &lt;b&gt;Leertaste&lt;/b&gt;) blendet das Objekt aus, ein Klick auf seine &lt;b&gt;Farbe&lt;/b&gt; (oder &lt;b&gt;C&lt;/b&gt;) wählt eine andere, &lt;b&gt;Entf&lt;/b&gt; löscht es.</translation>
    </message>
    <message>
        <source>Colour of the object</source>
        <translation>Farbe des Objekts</translation>
    </message>
    <message>
        <source>No objects yet. Click something in the picture and press Enter to keep its mask.</source>
        <translation>Noch keine Objekte. Klicken Sie im Bild auf etwas und behalten Sie die Maske mit Enter.</translation>
    </message>
</context>
<context>
    <name>ui::ObjectModel</name>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>%1 is shown; click to hide it</source>
        <translation>%1 ist sichtbar; klicken blendet es aus</translation>
    </message>
    <message>
        <source>%1 is hidden; click to show it</source>
        <translation>%1 ist ausgeblendet; klicken blendet es ein</translation>
    </message>
    <message>
        <source>Colour of %1; click to change it</source>
        <translation>Farbe von %1; klicken ändert sie</translation>
    </message>
    <message>
        <source>%1, label %2</source>
        <translation>%1, Etikett %2</translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation>%1 Pixel</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Sichtbar</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
</context>
<context>
    <name>ui::RangeField</name>
    <message>
        <source>Stability</source>
        <translation>Stabilität</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>least, most</comment>
        <translation>%1 – %2</translation>
    </message>
</context>
<context>
    <name>ui::Session</name>
    <message>
        <source>Add point</source>
        <translation>Punkt hinzufügen</translation>
    </message>
    <message>
        <source>Add background point</source>
        <translation>Hintergrundpunkt hinzufügen</translation>
    </message>
    <message>
        <source>Remove point</source>
        <translation>Punkt entfernen</translation>
    </message>
    <message>
        <source>Set box</source>
        <translation>Rahmen setzen</translation>
    </message>
    <message>
        <source>Cancel prompt</source>
        <translation>Eingabe verwerfen</translation>
    </message>
    <message>
        <source>Rename object</source>
        <translation>Objekt umbenennen</translation>
    </message>
    <message>
        <source>Change colour</source>
        <translation>Farbe ändern</translation>
    </message>
    <message>
        <source>Show object</source>
        <translation>Objekt einblenden</translation>
    </message>
    <message>
        <source>Hide object</source>
        <translation>Objekt ausblenden</translation>
    </message>
    <message>
        <source>There are no pictures in this folder; choose one with JPEG, PNG, TIFF, WebP or BMP files.</source>
        <translation>In diesem Ordner sind keine Bilder; wählen Sie einen mit JPEG-, PNG-, TIFF-, WebP- oder BMP-Dateien.</translation>
    </message>
    <message>
        <source>%1 has been replaced by a picture of another size; its objects are kept, put the old picture back to see them.</source>
        <translation>%1 wurde durch ein Bild anderer Größe ersetzt; die Objekte bleiben erhalten und sind wieder zu sehen, sobald das alte Bild zurück ist.</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind of object, number</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>This candidate is empty; choose another one or click again.</source>
        <translation>Dieser Vorschlag ist leer; wählen Sie einen anderen oder klicken Sie noch einmal.</translation>
    </message>
    <message>
        <source>Segment everything</source>
        <translation>Alles segmentieren</translation>
    </message>
    <message numerus="yes">
        <source>Accept %n mask(s)</source>
        <translation>
            <numerusform>%n Maske übernehmen</numerusform>
            <numerusform>%n Masken übernehmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Merge %n mask(s)</source>
        <translation>
            <numerusform>%n Maske vereinen</numerusform>
            <numerusform>%n Masken vereinen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n mask(s)</source>
        <translation>
            <numerusform>%n Maske löschen</numerusform>
            <numerusform>%n Masken löschen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 holds no masks; choose another result.</source>
        <translation>%1 enthält keine Masken; wählen Sie ein anderes Ergebnis.</translation>
    </message>
    <message>
        <source>The masks in %1 are %2 × %3 pixels, this picture has %4 × %5; open the picture they belong to first.</source>
        <translation>Die Masken in %1 haben %2 × %3 Pixel, dieses Bild hat %4 × %5; öffnen Sie zuerst das Bild, zu dem sie gehören.</translation>
    </message>
    <message>
        <source>Open everything result</source>
        <translation>Segmentierungsergebnis öffnen</translation>
    </message>
</context>
<context>
    <name>ui::ShortcutsDialog</name>
    <message>
        <source>Keyboard and mouse</source>
        <translation>Tastatur und Maus</translation>
    </message>
    <message>
        <source>Select something</source>
        <translation>Etwas auswählen</translation>
    </message>
    <message>
        <source>Left click</source>
        <translation>Linksklick</translation>
    </message>
    <message>
        <source>Leave something out</source>
        <translation>Etwas auslassen</translation>
    </message>
    <message>
        <source>Right click, or Shift + left click</source>
        <translation>Rechtsklick oder Umschalt + Linksklick</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Drag with the left button</source>
        <translation>Mit der linken Taste ziehen</translation>
    </message>
    <message>
        <source>Remove a point</source>
        <translation>Einen Punkt entfernen</translation>
    </message>
    <message>
        <source>Alt + click on it, or Ctrl+Z</source>
        <translation>Alt + Klick darauf oder Strg+Z</translation>
    </message>
    <message>
        <source>Choose a mask</source>
        <translation>Eine Maske wählen</translation>
    </message>
    <message>
        <source>1–4, ↑ and ↓, or click on its picture</source>
        <translation>1–4, ↑ und ↓ oder Klick auf ihr Bild</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Enter, F or E, or double-click</source>
        <translation>Enter, F oder E oder Doppelklick</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Click with the keyboard</source>
        <translation>Mit der Tastatur klicken</translation>
    </message>
    <message>
        <source>K, then arrows, Space, Shift+Space</source>
        <translation>K, dann Pfeiltasten, Leertaste, Umschalt+Leertaste</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Wheel, Ctrl++ and Ctrl+−; Ctrl+0 fits, Ctrl+1 is 100 %</source>
        <translation>Mausrad, Strg++ und Strg+−; Strg+0 passt ein, Strg+1 zeigt 100 %</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>Das Bild verschieben</translation>
    </message>
    <message>
        <source>Middle button, or Space + drag</source>
        <translation>Mittlere Taste oder Leertaste + Ziehen</translation>
    </message>
    <message>
        <source>Previous and next picture</source>
        <translation>Voriges und nächstes Bild</translation>
    </message>
    <message>
        <source>A and D, or PgUp and PgDn</source>
        <translation>A und D oder Bild↑ und Bild↓</translation>
    </message>
    <message>
        <source>Hide masks</source>
        <translation>Masken ausblenden</translation>
    </message>
    <message>
        <source>V</source>
        <translation>V</translation>
    </message>
    <message>
        <source>Undo and redo</source>
        <translation>Rückgängig und wiederholen</translation>
    </message>
    <message>
        <source>Ctrl+Z and Ctrl+Shift+Z</source>
        <translation>Strg+Z und Strg+Umschalt+Z</translation>
    </message>
    <message>
        <source>Rename and delete an object</source>
        <translation>Ein Objekt umbenennen und löschen</translation>
    </message>
    <message>
        <source>F2 and Del</source>
        <translation>F2 und Entf</translation>
    </message>
    <message>
        <source>Open picture, folder</source>
        <translation>Bild, Ordner öffnen</translation>
    </message>
    <message>
        <source>Ctrl+O, Ctrl+U</source>
        <translation>Strg+O, Strg+U</translation>
    </message>
    <message>
        <source>Save, export</source>
        <translation>Speichern, exportieren</translation>
    </message>
    <message>
        <source>Ctrl+S, Ctrl+E</source>
        <translation>Strg+S, Strg+E</translation>
    </message>
    <message>
        <source>Segment everything</source>
        <translation>Alles segmentieren</translation>
    </message>
    <message>
        <source>Ctrl+Shift+A</source>
        <translation>Strg+Umschalt+A</translation>
    </message>
    <message>
        <source>Batch: everything in a folder of pictures</source>
        <translation>Stapelverarbeitung: alles in einem Bilderordner</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Strg+B</translation>
    </message>
    <message>
        <source>Choose masks of everything mode</source>
        <translation>Masken aus „Alles segmentieren“ wählen</translation>
    </message>
    <message>
        <source>S, then click; Ctrl + click for more, or drag</source>
        <translation>S, dann Klick; Strg + Klick für weitere oder Ziehen</translation>
    </message>
    <message>
        <source>Accept, merge, delete chosen masks</source>
        <translation>Gewählte Masken übernehmen, vereinen, löschen</translation>
    </message>
    <message>
        <source>Enter, M, Del</source>
        <translation>Enter, M, Entf</translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>Open picture…</source>
        <translation>Bild öffnen …</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen …</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>Drop a picture here, click on something, get its mask.</source>
        <translation>Ein Bild hierher ziehen, auf etwas klicken, die Maske erhalten.</translation>
    </message>
    <message>
        <source>Recent pictures</source>
        <translation>Zuletzt geöffnete Bilder</translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>Preparing the picture</source>
        <translation>Bild wird vorbereitet</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message numerus="yes">
        <source>CPU, %n thread(s)</source>
        <translation>
            <numerusform>CPU, %n Thread</numerusform>
            <numerusform>CPU, %n Threads</numerusform>
        </translation>
    </message>
    <message>
        <source>Where the model runs</source>
        <translation>Wo das Modell rechnet</translation>
    </message>
    <message>
        <source>Time of the last answer</source>
        <translation>Dauer der letzten Antwort</translation>
    </message>
    <message>
        <source>Memory this program uses</source>
        <translation>Speicherverbrauch dieses Programms</translation>
    </message>
    <message>
        <source>Open a picture (Ctrl+O) or drop one here.</source>
        <translation>Öffnen Sie ein Bild (Strg+O) oder ziehen Sie eines hierher.</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 wird gelesen …</translation>
    </message>
    <message>
        <source>This picture cannot be shown; open another one (Ctrl+O).</source>
        <translation>Dieses Bild lässt sich nicht anzeigen; öffnen Sie ein anderes (Strg+O).</translation>
    </message>
    <message>
        <source>Accepted as soon as the picture is prepared; Esc takes it back.</source>
        <translation>Wird übernommen, sobald das Bild vorbereitet ist; Esc nimmt es zurück.</translation>
    </message>
    <message>
        <source>Answered as soon as the picture is prepared; Enter accepts.</source>
        <translation>Wird beantwortet, sobald das Bild vorbereitet ist; Enter übernimmt.</translation>
    </message>
    <message>
        <source>Preparing the picture… you can already click.</source>
        <translation>Bild wird vorbereitet … Sie können schon klicken.</translation>
    </message>
    <message>
        <source>Click on something to select it, or drag a box.</source>
        <translation>Klicken Sie auf etwas, um es auszuwählen, oder ziehen Sie einen Rahmen.</translation>
    </message>
    <message>
        <source>Looking for masks…</source>
        <translation>Masken werden gesucht …</translation>
    </message>
    <message>
        <source>Enter accepts, 1–4 choose a mask, click to add, right-click to leave out, Esc cancels.</source>
        <translation>Enter übernimmt, 1–4 wählen eine Maske, Klick ergänzt, Rechtsklick nimmt weg, Esc verwirft.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>This picture could not be prepared; open it again for another try.</source>
        <translation>Dieses Bild ließ sich nicht vorbereiten; öffnen Sie es noch einmal, um es erneut zu versuchen.</translation>
    </message>
    <message>
        <source>Show the batch</source>
        <translation>Die Stapelverarbeitung anzeigen</translation>
    </message>
    <message>
        <source>Everything is being segmented; clicks are answered afterwards, Esc stops it.</source>
        <translation>Alles wird segmentiert; Klicks werden danach beantwortet, Esc bricht ab.</translation>
    </message>
    <message>
        <source>Answered as soon as everything has been segmented; Esc takes the click back.</source>
        <translation>Wird beantwortet, sobald alles segmentiert ist; Esc nimmt den Klick zurück.</translation>
    </message>
    <message>
        <source>Keep or discard the masks found so far; Esc discards them.</source>
        <translation>Behalten oder verwerfen Sie die bisher gefundenen Masken; Esc verwirft sie.</translation>
    </message>
    <message>
        <source>Click a mask to choose it, or drag a box around several; P goes back to points.</source>
        <translation>Klicken Sie auf eine Maske, um sie zu wählen, oder ziehen Sie einen Rahmen um mehrere; P führt zurück zu Punkten.</translation>
    </message>
    <message numerus="yes">
        <source>Enter makes %n chosen mask(s) objects, Del deletes, Ctrl+click chooses more.</source>
        <translation>
            <numerusform>Enter übernimmt die gewählte Maske als Objekt, Entf löscht sie, Strg+Klick wählt weitere.</numerusform>
            <numerusform>Enter übernimmt die %n gewählten Masken als Objekte, Entf löscht sie, Strg+Klick wählt weitere.</numerusform>
        </translation>
    </message>
    <message>
        <source>Segmenting everything is being stopped; clicks are answered afterwards.</source>
        <translation>Das Segmentieren wird angehalten; Klicks werden danach beantwortet.</translation>
    </message>
    <message>
        <source>The masks are hidden; V shows them again.</source>
        <translation>Die Masken sind ausgeblendet; V zeigt sie wieder.</translation>
    </message>
    <message>
        <source>There is no model to answer clicks; File → Models… downloads or adds one.</source>
        <translation>Es gibt kein Modell, das Klicks beantwortet; unter Datei → Modelle … können Sie eines herunterladen oder hinzufügen.</translation>
    </message>
</context>
</TS>
