<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ui::BatchDialog</name>
    <message>
        <source>Batch</source>
        <translation>批处理</translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>批处理进度</translation>
    </message>
    <message>
        <source>Open output folder</source>
        <translation>打开输出文件夹</translation>
    </message>
    <message>
        <source>St&amp;art</source>
        <translation>开始(&amp;A)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>What is done is kept; Start goes on from there.</source>
        <translation>已完成的结果会保留；再次点击“开始”可从中断处继续。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancelled before the first picture.</source>
        <translation>在处理第一张图片之前已取消。</translation>
    </message>
    <message>
        <source>Batch: %1 of %2</source>
        <translation>批处理：%1/%2</translation>
    </message>
    <message>
        <source>Batch paused: %1 of %2</source>
        <translation>批处理已暂停：%1/%2</translation>
    </message>
    <message>
        <source>Batch: stopping…</source>
        <translation>批处理：正在停止…</translation>
    </message>
    <message>
        <source>Choose a folder for the results.</source>
        <translation>请选择存放结果的文件夹。</translation>
    </message>
    <message>
        <source>Choose at least one kind of result to write.</source>
        <translation>请至少选择一种要写入的结果。</translation>
    </message>
    <message>
        <source>The model is not loaded yet.</source>
        <translation>模型尚未加载。</translation>
    </message>
    <message>
        <source>Choose a folder with pictures.</source>
        <translation>请选择包含图片的文件夹。</translation>
    </message>
    <message>
        <source>Looking for pictures…</source>
        <translation>正在查找图片…</translation>
    </message>
    <message>
        <source>There are no pictures in this folder and its sub-folders; choose one with JPEG, PNG, TIFF, WebP or BMP files.</source>
        <translation>这个文件夹及其子文件夹里没有图片；请选择包含 JPEG、PNG、TIFF、WebP 或 BMP 文件的文件夹。</translation>
    </message>
    <message>
        <source>There are no pictures in this folder; choose one with JPEG, PNG, TIFF, WebP or BMP files, or include the sub-folders.</source>
        <translation>这个文件夹里没有图片；请选择包含 JPEG、PNG、TIFF、WebP 或 BMP 文件的文件夹，或包含子文件夹。</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 张失败</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 per picture</source>
        <translation>每张图片 %1</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>剩余几秒</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>剩余约 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) done</source>
        <translation>
            <numerusform>已完成 %n 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done before</source>
        <translation>
            <numerusform>%n 张先前已完成</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n 张未处理</numerusform>
        </translation>
    </message>
    <message>
        <source>The batch was stopped after %1: %2. Starting it again goes on from there.</source>
        <translation>批处理在运行 %1 后停止：%2。再次开始可从中断处继续。</translation>
    </message>
    <message>
        <source>The batch finished in %1: %2.</source>
        <translation>批处理已结束，用时 %1：%2。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>已暂停：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) to work on.</source>
        <translation>
            <numerusform>有 %n 张图片待处理。</numerusform>
        </translation>
    </message>
    <message>
        <source>A running batch continues; the status bar shows how far it is.</source>
        <translation>正在运行的批处理会继续；状态栏会显示其进度。</translation>
    </message>
    <message>
        <source>The batch could not go on: %1</source>
        <translation>批处理无法继续：%1</translation>
    </message>
    <message numerus="yes">
        <source>%L1 of %Ln picture(s)</source>
        <translation>
            <numerusform>已处理 %L1/%Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a list</comment>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>ui::BatchForm</name>
    <message>
        <source>Include sub-fol&amp;ders</source>
        <translation>包含子文件夹(&amp;D)</translation>
    </message>
    <message>
        <source>Pictu&amp;res in:</source>
        <translation>图片文件夹(&amp;R)：</translation>
    </message>
    <message>
        <source>Folder with pictures</source>
        <translation>包含图片的文件夹</translation>
    </message>
    <message>
        <source>O&amp;utput to:</source>
        <translation>输出到(&amp;U)：</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>存放结果的文件夹</translation>
    </message>
    <message>
        <source>Write:</source>
        <translation>写入：</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>P&amp;NGs per picture</source>
        <translation>每张图片一组 P&amp;NG</translation>
    </message>
    <message>
        <source>For each picture a folder with one PNG per mask and metadata.csv, as amg.py writes them.</source>
        <translation>为每张图片写入一个文件夹，其中每个掩膜一个 PNG，另有 metadata.csv，格式与 amg.py 的输出相同。</translation>
    </message>
    <message>
        <source>&amp;JSON per picture</source>
        <translation>每张图片一个 &amp;JSON</translation>
    </message>
    <message>
        <source>For each picture a file with the run lengths of all masks, as amg.py writes it.</source>
        <translation>为每张图片写入一个文件，内含所有掩膜的游程编码，格式与 amg.py 的输出相同。</translation>
    </message>
    <message>
        <source>One COCO fil&amp;e</source>
        <translation>一个 COCO 文件(&amp;E)</translation>
    </message>
    <message>
        <source>annotations.json, a dataset of all pictures with the run lengths of their masks.</source>
        <translation>annotations.json，包含所有图片及其掩膜游程编码的数据集。</translation>
    </message>
</context>
<context>
    <name>ui::BatchModel</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Done before</source>
        <translation>先前已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>掩膜数</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>ui::BatchProgress</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
</context>
<context>
    <name>ui::BatchTable</name>
    <message>
        <source>Pictures of the batch</source>
        <translation>批处理的图片</translation>
    </message>
</context>
<context>
    <name>ui::CandidateStrip</name>
    <message>
        <source>Candidate masks</source>
        <translation>候选掩膜</translation>
    </message>
    <message>
        <source>The model answers every prompt with four masks. Press &lt;b&gt;1&lt;/b&gt; to &lt;b&gt;4&lt;/b&gt; or click to choose one, &lt;b&gt;Enter&lt;/b&gt; to keep it. &lt;b&gt;IoU&lt;/b&gt; is how well the model expects the mask to fit, &lt;b&gt;stability&lt;/b&gt; how little it would change with a stricter or looser threshold; 1 is best.</source>
        <translation>模型对每次提示都会给出四个掩膜。按 &lt;b&gt;1&lt;/b&gt; 到 &lt;b&gt;4&lt;/b&gt; 或点击即可选择，按 &lt;b&gt;Enter&lt;/b&gt; 保留。&lt;b&gt;IoU&lt;/b&gt; 是模型预计的掩膜吻合程度，&lt;b&gt;稳定度&lt;/b&gt;表示阈值变严或变松时掩膜变化有多小；1 为最佳。</translation>
    </message>
    <message>
        <source>Click an object in the picture: four candidate masks appear here.</source>
        <translation>点击图片中的物体，这里会出现四个候选掩膜。</translation>
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
        <translation>稳定度</translation>
    </message>
    <message>
        <source>Candidate %1: predicted IoU %2, stability %3</source>
        <translation>候选 %1：预测 IoU %2，稳定度 %3</translation>
    </message>
    <message>
        <source>%1, best</source>
        <translation>%1，最佳</translation>
    </message>
    <message>
        <source>%1. Press %2 or click to choose it, Enter to accept.</source>
        <translation>%1。按 %2 或点击选择，按 Enter 接受。</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
</context>
<context>
    <name>ui::Canvas</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Click an object to get four candidate masks. Press K for a crosshair that the arrow keys move: Space sets a foreground point, Shift+Space a background point.</source>
        <translation>点击物体即可得到四个候选掩膜。按 K 显示十字准星，用方向键移动：空格键放置前景点，Shift+空格键放置背景点。</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;Click&lt;/b&gt; an object, &lt;b&gt;right-click&lt;/b&gt; what does not belong to it, or &lt;b&gt;drag&lt;/b&gt; a box around it. &lt;b&gt;Alt+click&lt;/b&gt; a point to remove it, &lt;b&gt;double-click&lt;/b&gt; to accept.&lt;/p&gt;&lt;p&gt;The &lt;b&gt;wheel&lt;/b&gt; zooms; drag with the &lt;b&gt;middle button&lt;/b&gt; or with &lt;b&gt;Space&lt;/b&gt; held to move the picture, or press &lt;b&gt;Shift&lt;/b&gt; and an arrow key.&lt;/p&gt;&lt;p&gt;Without a mouse: &lt;b&gt;K&lt;/b&gt; shows a crosshair. Arrow keys move it (with &lt;b&gt;Ctrl&lt;/b&gt; pixel by pixel), &lt;b&gt;Space&lt;/b&gt; sets a foreground point, &lt;b&gt;Shift+Space&lt;/b&gt; a background point, &lt;b&gt;Ctrl+Space&lt;/b&gt; the two corners of a box.&lt;/p&gt;</source>
        <translation>&lt;p&gt;&lt;b&gt;点击&lt;/b&gt;物体，&lt;b&gt;右键点击&lt;/b&gt;不属于它的部分，或&lt;b&gt;拖动&lt;/b&gt;鼠标画出方框。&lt;b&gt;Alt+点击&lt;/b&gt;某个点可将其移除，&lt;b&gt;双击&lt;/b&gt;接受掩膜。&lt;/p&gt;&lt;p&gt;&lt;b&gt;滚轮&lt;/b&gt;缩放；按住&lt;b&gt;中键&lt;/b&gt;或&lt;b&gt;空格键&lt;/b&gt;拖动可移动图片，也可按 &lt;b&gt;Shift&lt;/b&gt; 加方向键。&lt;/p&gt;&lt;p&gt;不用鼠标：按 &lt;b&gt;K&lt;/b&gt; 显示十字准星，用方向键移动（按住 &lt;b&gt;Ctrl&lt;/b&gt; 逐像素移动），&lt;b&gt;空格键&lt;/b&gt;放置前景点，&lt;b&gt;Shift+空格键&lt;/b&gt;放置背景点，&lt;b&gt;Ctrl+空格键&lt;/b&gt;依次确定方框的两个角。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Drop a picture here, or press Ctrl+O to open one.</source>
        <translation>把图片拖到这里，或按 Ctrl+O 打开图片。</translation>
    </message>
    <message>
        <source>Reading the picture…</source>
        <translation>正在读取图片…</translation>
    </message>
</context>
<context>
    <name>ui::Commands</name>
    <message>
        <source>Accept mask</source>
        <translation>接受掩膜</translation>
    </message>
    <message>
        <source>Delete object</source>
        <translation>删除对象</translation>
    </message>
    <message>
        <source>Restore unsaved objects</source>
        <translation>恢复未保存的对象</translation>
    </message>
</context>
<context>
    <name>ui::ErrorText</name>
    <message>
        <source>%1 does not exist; check the path.</source>
        <translation>%1 不存在；请检查路径。</translation>
    </message>
    <message>
        <source>%1 cannot be read (%2); check its permissions.</source>
        <translation>无法读取 %1（%2）；请检查其权限。</translation>
    </message>
    <message>
        <source>%1 is empty (0 bytes); get the file again from where it came from.</source>
        <translation>%1 是空文件（0 字节）；请从来源处重新获取该文件。</translation>
    </message>
    <message>
        <source>%1 is not a picture this program can read; use JPEG, PNG, TIFF, WebP or BMP.</source>
        <translation>%1 不是本程序能读取的图片；请使用 JPEG、PNG、TIFF、WebP 或 BMP。</translation>
    </message>
    <message>
        <source>%1 is damaged or cut off; get the file again from where it came from.</source>
        <translation>%1 已损坏或不完整；请从来源处重新获取该文件。</translation>
    </message>
    <message>
        <source>%1 is too large (%2); make it smaller or cut it into parts.</source>
        <translation>%1 太大（%2）；请缩小或裁成几部分。</translation>
    </message>
    <message>
        <source>The model file %1 does not hold a model this program knows (%2); use a MobileSAM or SAM checkpoint.</source>
        <translation>模型文件 %1 中没有本程序认识的模型（%2）；请使用 MobileSAM 或 SAM 检查点。</translation>
    </message>
    <message>
        <source>There is nothing to predict from; click on something or drag a box.</source>
        <translation>没有可用的提示；请点击物体或拖出方框。</translation>
    </message>
    <message>
        <source>The point %1 lies outside the picture; click inside it.</source>
        <translation>点 %1 在图片之外；请在图片内点击。</translation>
    </message>
    <message>
        <source>The box %1 cannot be used (%2); drag it across a part of the picture.</source>
        <translation>方框 %1 无法使用（%2）；请在图片上拖出方框。</translation>
    </message>
    <message>
        <source>The mask %1 cannot be used (%2).</source>
        <translation>掩膜 %1 无法使用（%2）。</translation>
    </message>
    <message>
        <source>%1 is damaged or not of the expected kind (%2).</source>
        <translation>%1 已损坏或类型不符（%2）。</translation>
    </message>
    <message>
        <source>%1 cannot be written (%2); choose another place.</source>
        <translation>无法写入 %1（%2）；请选择其他位置。</translation>
    </message>
    <message>
        <source>%1 cannot be written because the disk is full; free some space and try again.</source>
        <translation>磁盘已满，无法写入 %1；请腾出空间后重试。</translation>
    </message>
    <message>
        <source>%1 cannot be written because the file or its folder is read-only; choose another place.</source>
        <translation>无法写入 %1，因为该文件或其文件夹是只读的；请选择其他位置。</translation>
    </message>
    <message>
        <source>There is not enough memory for this picture; close other programs or use a smaller picture.</source>
        <translation>内存不足以处理这张图片；请关闭其他程序或使用较小的图片。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Something went wrong inside the program (%1); please report it.</source>
        <translation>程序内部出错（%1）；请向我们报告。</translation>
    </message>
    <message>
        <source>The last layer of crops has no points left; use more points per side or fewer layers.</source>
        <translation>最后一层裁剪已没有点；请增加每边点数或减少裁剪层数。</translation>
    </message>
    <message>
        <source>The model runs on the processor, since no GPU can be used (%1).</source>
        <translation>无法使用 GPU（%1），模型将在处理器上运行。</translation>
    </message>
    <message>
        <source>The model uses 32-bit numbers, since this processor has no instructions for bfloat16.</source>
        <translation>此处理器没有 bfloat16 指令，模型将使用 32 位数。</translation>
    </message>
    <message>
        <source>One of the options has a value that does not work (%1: %2); choose a preset to start anew.</source>
        <translation>有一个选项的值不可用（%1：%2）；请选择一个预设重新开始。</translation>
    </message>
    <message>
        <source>The name for the results of %1 is already taken by %2; rename this picture.</source>
        <translation>%1 的结果所用的名称已被 %2 占用；请重命名这张图片。</translation>
    </message>
    <message>
        <source>The model %1 is not there; File → Models… downloads or adds one.</source>
        <translation>找不到模型 %1；请在“文件 → 模型…”中下载或添加模型。</translation>
    </message>
    <message>
        <source>The model file %1 is damaged (%2); get it again, or use another one from File → Models….</source>
        <translation>模型文件 %1 已损坏（%2）；请重新获取，或在“文件 → 模型…”中改用其他模型。</translation>
    </message>
    <message>
        <source>The model file %1 is not the file it should be (its SHA-256 differs); get it again, or use another one from File → Models….</source>
        <translation>模型文件 %1 与预期不符（SHA-256 不一致）；请重新获取，或在“文件 → 模型…”中改用其他模型。</translation>
    </message>
    <message>
        <source>The model %1 could not be downloaded (%2); check the network and try again: what has arrived is kept.</source>
        <translation>无法下载模型 %1（%2）；请检查网络后重试，已下载的部分会保留。</translation>
    </message>
    <message>
        <source>The part of this program that runs the model cannot be loaded (%1); install the program again.</source>
        <translation>无法加载本程序中运行模型的部分（%1）；请重新安装本程序。</translation>
    </message>
</context>
<context>
    <name>ui::EverythingBar</name>
    <message>
        <source>&amp;Keep</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>丢弃(&amp;D)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show the masks found so far, to accept or delete</source>
        <translation>显示目前找到的掩膜，以便接受或删除</translation>
    </message>
    <message>
        <source>Forget the masks found so far (Esc)</source>
        <translation>丢弃目前找到的掩膜（Esc）</translation>
    </message>
    <message>
        <source>Stop segmenting everything (Esc)</source>
        <translation>停止全图分割（Esc）</translation>
    </message>
    <message>
        <source>Segmenting everything…</source>
        <translation>正在进行全图分割…</translation>
    </message>
    <message>
        <source>Everything is segmented as soon as the picture is prepared…</source>
        <translation>图片准备好后立即开始全图分割…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message numerus="yes">
        <source>Keep the %n mask(s) found so far?</source>
        <translation>
            <numerusform>要保留目前找到的 %n 个掩膜吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>Segmenting everything: %1 of %2 points</source>
        <translation>正在进行全图分割：%1/%2 个点</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <comment>points, duration</comment>
        <translation>%1，剩余约 %2</translation>
    </message>
</context>
<context>
    <name>ui::EverythingDialog</name>
    <message>
        <source>Segment everything</source>
        <translation>全图分割</translation>
    </message>
    <message>
        <source>Segment &amp;everything</source>
        <translation>全图分割(&amp;E)</translation>
    </message>
    <message>
        <source>%1; measuring how long that takes…</source>
        <translation>%1；正在测算所需时间…</translation>
    </message>
    <message>
        <source>%1, about %2 (one takes %3 ms here).</source>
        <comment>points, duration, figure</comment>
        <translation>%1，约需 %2（在本机上每个点 %3 毫秒）。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln point(s)</source>
        <translation>
            <numerusform>%Ln 个点</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::EverythingList</name>
    <message>
        <source>Masks of everything mode</source>
        <translation>全图分割的掩膜</translation>
    </message>
    <message>
        <source>The filter hides every mask; move the sliders apart or clear the check box.</source>
        <translation>筛选条件隐藏了所有掩膜；请将滑块拉开，或取消勾选复选框。</translation>
    </message>
</context>
<context>
    <name>ui::EverythingModel</name>
    <message>
        <source>Mask %1: predicted IoU %2, stability %3, %4 pixels</source>
        <translation>掩膜 %1：预测 IoU %2，稳定度 %3，%4 个像素</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>稳定度</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
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
        <translation>稳定度</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>No masks wait here. Segment everything to get the masks of the whole picture, then keep those you want.</source>
        <translation>这里没有待处理的掩膜。使用全图分割可得到整张图片的掩膜，然后保留您需要的。</translation>
    </message>
    <message>
        <source>Hide the masks of which more than half already belongs to objects</source>
        <translation>隐藏一半以上已属于现有对象的掩膜</translation>
    </message>
    <message>
        <source>How well the model expects the mask to fit; 1 is best</source>
        <translation>模型预计的掩膜吻合程度；1 为最佳</translation>
    </message>
    <message>
        <source>How little the mask changes with a stricter or looser threshold; 1 is best</source>
        <translation>阈值变严或变松时掩膜变化有多小；1 为最佳</translation>
    </message>
    <message>
        <source>Pixels of the mask</source>
        <translation>掩膜的像素数</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n shown</source>
        <translation>
            <numerusform>共 %n 个，显示 %1 个</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 chosen</source>
        <translation>%1，已选 %2 个</translation>
    </message>
    <message>
        <source>Only where there is &amp;no object yet</source>
        <translation>仅显示尚无对象之处(&amp;N)</translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>One &amp;PNG per object</source>
        <translation>每个对象一个 &amp;PNG</translation>
    </message>
    <message>
        <source>White inside, black outside.</source>
        <translation>内部为白，外部为黑。</translation>
    </message>
    <message>
        <source>One &amp;indexed PNG of all</source>
        <translation>全部对象合成一个索引 PNG(&amp;I)</translation>
    </message>
    <message>
        <source>The pixel value is the object&apos;s number in the list; hidden objects are left out.</source>
        <translation>像素值为对象在列表中的编号；隐藏的对象不包含在内。</translation>
    </message>
    <message>
        <source>C&amp;ut-outs</source>
        <translation>抠图(&amp;U)</translation>
    </message>
    <message>
        <source>The picture inside each mask, transparent around it.</source>
        <translation>保留掩膜内的图像，其余部分透明。</translation>
    </message>
    <message>
        <source>COCO with &amp;run lengths</source>
        <translation>COCO，游程编码(&amp;R)</translation>
    </message>
    <message>
        <source>Exact to the pixel.</source>
        <translation>精确到像素。</translation>
    </message>
    <message>
        <source>COCO with p&amp;olygons</source>
        <translation>COCO，多边形(&amp;O)</translation>
    </message>
    <message>
        <source>For programs that read outlines only.</source>
        <translation>供只读取轮廓的程序使用。</translation>
    </message>
    <message>
        <source>Files to be written</source>
        <translation>将要写入的文件</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>文件夹(&amp;F)：</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>%1 (will be overwritten)</source>
        <translation>%1（将被覆盖）</translation>
    </message>
    <message>
        <source>Choose a folder to write to.</source>
        <translation>请选择要写入的文件夹。</translation>
    </message>
    <message>
        <source>Choose at least one kind of file.</source>
        <translation>请至少选择一种文件。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) will be written.</source>
        <translation>
            <numerusform>将写入 %n 个文件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) will be written, %1 of them over an existing one.</source>
        <translation>
            <numerusform>将写入 %n 个文件，其中 %1 个会覆盖已有文件。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::FileList</name>
    <message>
        <source>not prepared yet</source>
        <translation>尚未准备</translation>
    </message>
    <message>
        <source>being prepared</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>has objects</source>
        <translation>已有对象</translation>
    </message>
    <message>
        <source>Pictures of the folder</source>
        <translation>文件夹中的图片</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>path, state</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>ui::GeneratorOptionsForm</name>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>精细</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>&amp;Preset:</source>
        <translation>预设(&amp;P)：</translation>
    </message>
    <message>
        <source>Points and clean-up</source>
        <translation>点与清理</translation>
    </message>
    <message>
        <source>Points per &amp;side:</source>
        <translation>每边点数(&amp;S)：</translation>
    </message>
    <message>
        <source>A grid of this many points across and down is laid over the picture, and the model is asked about each. More points find smaller things and take longer.</source>
        <translation>在图片上铺设横向和纵向各有这么多个点的网格，并逐点提示模型。点数越多，能找到的物体越小，用时也越长。</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>&amp;Clean up below:</source>
        <translation>清理小于(&amp;C)：</translation>
    </message>
    <message>
        <source>Holes and islands with fewer pixels are filled or removed.</source>
        <translation>像素数少于此值的孔洞会被填充，孤岛会被移除。</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Least &amp;IoU:</source>
        <translation>最低 &amp;IoU：</translation>
    </message>
    <message>
        <source>Masks are kept when the model expects them to fit at least this well; 1 is best.</source>
        <translation>只保留模型预计吻合程度不低于此值的掩膜；1 为最佳。</translation>
    </message>
    <message>
        <source>Least s&amp;tability:</source>
        <translation>最低稳定度(&amp;T)：</translation>
    </message>
    <message>
        <source>Stability &amp;offset:</source>
        <translation>稳定度偏移(&amp;O)：</translation>
    </message>
    <message>
        <source>How much stricter and looser the threshold is made to measure stability.</source>
        <translation>测量稳定度时，阈值变严和变松的幅度。</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>去重</translation>
    </message>
    <message>
        <source>Crops</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>&amp;Layers of crops:</source>
        <translation>裁剪层数(&amp;L)：</translation>
    </message>
    <message>
        <source>O&amp;verlap of crops:</source>
        <translation>裁剪重叠(&amp;V)：</translation>
    </message>
    <message>
        <source>By how much neighbouring crops of the first layer overlap, as a share of the picture&apos;s shorter side.</source>
        <translation>第 1 层相邻裁剪区域的重叠量，以占图片短边的比例表示。</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>A quick look: a quarter of the points.</source>
        <translation>快速查看：只用四分之一的点。</translation>
    </message>
    <message>
        <source>The options of the original program.</source>
        <translation>与原始程序相同的选项。</translation>
    </message>
    <message>
        <source>Also looks at four parts of the picture, for small things.</source>
        <translation>另外分四部分查看图片，以找到小物体。</translation>
    </message>
    <message>
        <source>Options of your own.</source>
        <translation>您自己设定的选项。</translation>
    </message>
    <message>
        <source>Masks are kept when their stability is at least this: how little they change with a stricter or looser threshold; 1 is best.</source>
        <translation>只保留稳定度不低于此值的掩膜，即阈值变严或变松时变化足够小的掩膜；1 为最佳。</translation>
    </message>
    <message>
        <source>&amp;Most overlap of boxes:</source>
        <translation>方框最大重叠(&amp;M)：</translation>
    </message>
    <message>
        <source>Of two masks whose boxes overlap more than this (IoU), only the better one is kept.</source>
        <translation>两个掩膜的方框重叠度（IoU）超过此值时，只保留较好的一个。</translation>
    </message>
    <message>
        <source>The same &amp;between crops:</source>
        <translation>裁剪间最大重叠(&amp;B)：</translation>
    </message>
    <message>
        <source>The most overlap of boxes for masks found in different crops of the picture.</source>
        <translation>在图片的不同裁剪区域中找到的掩膜，其方框允许的最大重叠度。</translation>
    </message>
    <message>
        <source>Layer 1 looks at four parts of the picture again, layer 2 also at sixteen, and so on: finds small things and takes much longer.</source>
        <translation>第 1 层将图片分成四部分再次查看，第 2 层另外再分成十六部分，依此类推：能找到小物体，但用时会大大增加。</translation>
    </message>
    <message>
        <source>Divide points b&amp;y:</source>
        <translation>点数除以(&amp;Y)：</translation>
    </message>
    <message>
        <source>The points per side are divided by this once more for each layer of crops; 1 leaves them as they are.</source>
        <translation>裁剪每深一层，每边点数就再除以此值；1 表示不变。</translation>
    </message>
</context>
<context>
    <name>ui::LabelField</name>
    <message>
        <source>Label for new objects</source>
        <translation>新对象的标签</translation>
    </message>
    <message>
        <source>What you are selecting, for example “cell”. Every accepted object gets this label until you change it; in COCO files it is the category.</source>
        <translation>您正在选择的内容，例如“细胞”。在您更改之前，每个接受的对象都会得到此标签；在 COCO 文件中它就是类别。</translation>
    </message>
</context>
<context>
    <name>ui::MainActions</name>
    <message>
        <source>&amp;Keyboard and mouse</source>
        <translation>键盘与鼠标(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About %1</source>
        <translation>关于 %1(&amp;A)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what it does, keys</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>&amp;Open picture…</source>
        <translation>打开图片(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save the objects beside the picture</source>
        <translation>将对象保存在图片旁边</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Write masks and annotations to a folder</source>
        <translation>将掩膜和标注写入文件夹</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>&amp;Accept mask</source>
        <translation>接受掩膜(&amp;A)</translation>
    </message>
    <message>
        <source>Make the chosen mask an object</source>
        <translation>将所选掩膜变为对象</translation>
    </message>
    <message>
        <source>Make the chosen mask an object (Enter, F or E)</source>
        <translation>将所选掩膜变为对象（Enter、F 或 E）</translation>
    </message>
    <message>
        <source>Choose mask &amp;%1</source>
        <translation>选择掩膜 &amp;%1</translation>
    </message>
    <message>
        <source>&amp;Next mask</source>
        <translation>下一个掩膜(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Point</source>
        <translation>点(&amp;P)</translation>
    </message>
    <message>
        <source>Click on what to select, right-click on what to leave out</source>
        <translation>点击要选择的部分，右键点击要排除的部分</translation>
    </message>
    <message>
        <source>&amp;Box</source>
        <translation>方框(&amp;B)</translation>
    </message>
    <message>
        <source>Drag a box around what to select</source>
        <translation>在要选择的物体周围拖出方框</translation>
    </message>
    <message>
        <source>Cross&amp;hair</source>
        <translation>十字准星(&amp;H)</translation>
    </message>
    <message>
        <source>Click with the keyboard: arrows move, Space clicks</source>
        <translation>用键盘点击：方向键移动，空格键点击</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Show the whole picture</source>
        <translation>显示整张图片</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>Show one picture pixel per screen pixel</source>
        <translation>一个图片像素对应一个屏幕像素</translation>
    </message>
    <message>
        <source>&amp;Hide masks</source>
        <translation>隐藏掩膜(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Previous picture</source>
        <translation>上一张图片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Next picture</source>
        <translation>下一张图片(&amp;N)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>Rename the selected object</source>
        <translation>重命名所选对象</translation>
    </message>
    <message>
        <source>&amp;Show or hide</source>
        <translation>显示或隐藏(&amp;S)</translation>
    </message>
    <message>
        <source>Show or hide the selected object</source>
        <translation>显示或隐藏所选对象</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>Delete the selected object</source>
        <translation>删除所选对象</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>P&amp;ick</source>
        <translation>选取(&amp;I)</translation>
    </message>
    <message>
        <source>Choose masks of everything mode by clicking them</source>
        <translation>点击选择全图分割的掩膜</translation>
    </message>
    <message>
        <source>&amp;Segment everything…</source>
        <translation>全图分割(&amp;S)…</translation>
    </message>
    <message>
        <source>Find the masks of the whole picture</source>
        <translation>找出整张图片的掩膜</translation>
    </message>
    <message>
        <source>&amp;Batch…</source>
        <translation>批处理(&amp;B)…</translation>
    </message>
    <message>
        <source>Segment everything in all pictures of a folder</source>
        <translation>对文件夹中的所有图片进行全图分割</translation>
    </message>
    <message>
        <source>&amp;Accept chosen masks</source>
        <translation>接受所选掩膜(&amp;A)</translation>
    </message>
    <message>
        <source>Make the chosen masks objects</source>
        <translation>将所选掩膜变为对象</translation>
    </message>
    <message>
        <source>Make the chosen masks objects (Enter)</source>
        <translation>将所选掩膜变为对象（Enter）</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Accept all s&amp;hown masks</source>
        <translation>接受所有显示的掩膜(&amp;H)</translation>
    </message>
    <message>
        <source>Make all masks objects that the filter shows</source>
        <translation>将筛选后显示的所有掩膜变为对象</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>全部接受</translation>
    </message>
    <message>
        <source>&amp;Merge chosen masks</source>
        <translation>合并所选掩膜(&amp;M)</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>&amp;Delete chosen masks</source>
        <translation>删除所选掩膜(&amp;D)</translation>
    </message>
    <message>
        <source>Delete the chosen masks</source>
        <translation>删除所选掩膜</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Open e&amp;verything result…</source>
        <translation>打开全图分割结果(&amp;V)…</translation>
    </message>
    <message>
        <source>Browse masks that everything mode has found in this picture, from a JSON file or metadata.csv</source>
        <translation>浏览全图分割在这张图片中找到的掩膜，来自 JSON 文件或 metadata.csv</translation>
    </message>
    <message>
        <source>Forget the pending clicks, stop segmenting everything or clear the choice</source>
        <translation>撤回未完成的点击、停止全图分割或清除选择</translation>
    </message>
    <message>
        <source>Previous &amp;mask</source>
        <translation>上一个掩膜(&amp;M)</translation>
    </message>
    <message>
        <source>Merge the chosen masks into one</source>
        <translation>将所选掩膜合并为一个</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>模型(&amp;M)…</translation>
    </message>
    <message>
        <source>Download, add, remove and choose models</source>
        <translation>下载、添加、移除和选择模型</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>Pictures (%1)</source>
        <translation>图片 (%1)</translation>
    </message>
    <message>
        <source>Open picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>清空此列表(&amp;C)</translation>
    </message>
    <message>
        <source>%1[*] – %2</source>
        <comment>picture, program</comment>
        <translation>%1[*] – %2</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 个文件写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>Saved as %1; the unreadable file that was there is kept as %2.</source>
        <translation>已保存为 %1；原有的无法读取的文件保留为 %2。</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) that had not been saved are back.</source>
        <translation>
            <numerusform>已恢复 %n 个未保存的对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Save the objects of %1?</source>
        <translation>要保存 %1 的对象吗？</translation>
    </message>
    <message numerus="yes">
        <source>Save the objects of %n picture(s)?</source>
        <translation>
            <numerusform>要保存 %n 张图片的对象吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>Without saving, the changes are lost.</source>
        <translation>如果不保存，更改将会丢失。</translation>
    </message>
    <message>
        <source>About %1</source>
        <translation>关于 %1</translation>
    </message>
    <message>
        <source>&lt;h3&gt;%1 %2&lt;/h3&gt;&lt;p&gt;Interactive segmentation with Segment Anything.&lt;/p&gt;&lt;p&gt;Licensed under Apache-2.0.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;%1 %2&lt;/h3&gt;&lt;p&gt;基于 Segment Anything 的交互式分割。&lt;/p&gt;&lt;p&gt;以 Apache-2.0 许可发布。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>&amp;Objects</source>
        <translation>对象(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>A batch is under way. Stop it and close?</source>
        <translation>批处理正在进行。要停止批处理并关闭程序吗？</translation>
    </message>
    <message>
        <source>What is done is kept; starting the batch again goes on from there.</source>
        <translation>已完成的结果会保留；再次开始批处理可从中断处继续。</translation>
    </message>
    <message>
        <source>&amp;Stop and close</source>
        <translation>停止并关闭(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keep running</source>
        <translation>继续运行(&amp;K)</translation>
    </message>
    <message>
        <source>Open everything result</source>
        <translation>打开全图分割结果</translation>
    </message>
    <message>
        <source>Results of everything mode (%1)</source>
        <translation>全图分割结果 (%1)</translation>
    </message>
    <message>
        <source>No mask is good enough; try again with a lower least IoU or stability, or with more points.</source>
        <translation>没有足够好的掩膜；请调低最低 IoU 或最低稳定度，或增加点数后重试。</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全图分割</translation>
    </message>
    <message>
        <source>Masks that still wait are not in it; accept them first.</source>
        <translation>仍待处理的掩膜不在其中；请先接受它们。</translation>
    </message>
    <message>
        <source>Masks that were not accepted are lost either way.</source>
        <translation>无论如何，未接受的掩膜都会丢失。</translation>
    </message>
    <message>
        <source>Segmenting everything has stopped because another picture was opened.</source>
        <translation>由于打开了另一张图片，全图分割已停止。</translation>
    </message>
    <message>
        <source>Close without the masks that wait?</source>
        <translation>要放弃待处理的掩膜并关闭吗？</translation>
    </message>
    <message>
        <source>Close without the masks found so far?</source>
        <translation>要放弃目前找到的掩膜并关闭吗？</translation>
    </message>
    <message>
        <source>Stop segmenting everything and close?</source>
        <translation>要停止全图分割并关闭吗？</translation>
    </message>
    <message>
        <source>Only masks that were accepted can be saved.</source>
        <translation>只有已接受的掩膜才能保存。</translation>
    </message>
    <message>
        <source>Found masks</source>
        <translation>找到的掩膜</translation>
    </message>
    <message>
        <source>Every&amp;thing</source>
        <translation>全图分割(&amp;A)</translation>
    </message>
    <message>
        <source>The model before stays in use.</source>
        <translation>将继续使用之前的模型。</translation>
    </message>
    <message>
        <source>There is no model yet to answer clicks. %1 is the fastest.</source>
        <translation>还没有可响应点击的模型。%1 速度最快。</translation>
    </message>
    <message>
        <source>Download (%1)</source>
        <translation>下载（%1）</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>%1 is downloaded.</source>
        <translation>%1 已下载完成。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>ui::ModelDialog</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>下载(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation>使用(&amp;U)</translation>
    </message>
    <message>
        <source>The picture is prepared again; its objects stay.</source>
        <translation>图片会重新准备；其对象会保留。</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Add file…</source>
        <translation>添加文件(&amp;A)…</translation>
    </message>
    <message>
        <source>Copy a checkpoint (.pt, .pth, .safetensors) among the models</source>
        <translation>将检查点文件（.pt、.pth、.safetensors）复制到模型中</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Downloads go on.</source>
        <translation>下载会继续进行。</translation>
    </message>
    <message>
        <source>Remove %1 (%2)?</source>
        <translation>要移除 %1（%2）吗？</translation>
    </message>
    <message>
        <source>It can be downloaded again.</source>
        <translation>该模型可以重新下载。</translation>
    </message>
    <message>
        <source>It cannot be downloaded again; keep a copy elsewhere.</source>
        <translation>该模型无法重新下载；请在别处保留一份副本。</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>Checkpoints (%1)</source>
        <translation>检查点 (%1)</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Go on &amp;downloading</source>
        <translation>继续下载(&amp;D)</translation>
    </message>
    <message>
        <source>This model is in use; use another one first.</source>
        <translation>此模型正在使用；请先改用其他模型。</translation>
    </message>
    <message>
        <source>Copying %1: %2 of %3…</source>
        <translation>正在复制 %1：%2 / %3…</translation>
    </message>
    <message>
        <source>There is no model in use yet: download one, or add a file of your own.</source>
        <translation>尚未使用任何模型：请下载一个模型，或添加您自己的文件。</translation>
    </message>
    <message>
        <source>Larger models are slower to prepare a picture, and more exact.</source>
        <translation>模型越大，准备图片越慢，结果也越精确。</translation>
    </message>
</context>
<context>
    <name>ui::ModelList</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中等</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>慢</translation>
    </message>
    <message>
        <source>Very slow</source>
        <translation>很慢</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>%1 of %2 downloaded</source>
        <translation>已下载 %1 / %2</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>Not available</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在校验…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>ui::ObjectList</name>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>F2 renames, Delete removes, Space shows or hides, C changes the colour of the selected object.</source>
        <translation>对所选对象：F2 重命名，Delete 删除，空格键显示或隐藏，C 更改颜色。</translation>
    </message>
    <message>
        <source>The objects of this picture. &lt;b&gt;Double-click&lt;/b&gt; a name (or press &lt;b&gt;F2&lt;/b&gt;) to change it, click the &lt;b&gt;eye&lt;/b&gt; (or press &lt;b&gt;Space&lt;/b&gt;) to hide an object, click its &lt;b&gt;colour&lt;/b&gt; (or press &lt;b&gt;C&lt;/b&gt;) to choose another, press &lt;b&gt;Del&lt;/b&gt; to delete it.</source>
        <translation>这张图片的对象。&lt;b&gt;双击&lt;/b&gt;名称（或按 &lt;b&gt;F2&lt;/b&gt;）可修改名称，点击&lt;b&gt;眼睛&lt;/b&gt;图标（或按&lt;b&gt;空格键&lt;/b&gt;）可隐藏对象，点击&lt;b&gt;颜色&lt;/b&gt;（或按 &lt;b&gt;C&lt;/b&gt;）可另选颜色，按 &lt;b&gt;Del&lt;/b&gt; 删除对象。</translation>
    </message>
    <message>
        <source>Colour of the object</source>
        <translation>对象颜色</translation>
    </message>
    <message>
        <source>No objects yet. Click something in the picture and press Enter to keep its mask.</source>
        <translation>还没有对象。点击图片中的物体，然后按 Enter 保留其掩膜。</translation>
    </message>
</context>
<context>
    <name>ui::ObjectModel</name>
    <message>
        <source>%1 px</source>
        <translation>%1 像素</translation>
    </message>
    <message>
        <source>%1 is shown; click to hide it</source>
        <translation>%1 已显示；点击可隐藏</translation>
    </message>
    <message>
        <source>%1 is hidden; click to show it</source>
        <translation>%1 已隐藏；点击可显示</translation>
    </message>
    <message>
        <source>Colour of %1; click to change it</source>
        <translation>%1 的颜色；点击可更改</translation>
    </message>
    <message>
        <source>%1, label %2</source>
        <translation>%1，标签 %2</translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation>%1 个像素</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
</context>
<context>
    <name>ui::RangeField</name>
    <message>
        <source>Stability</source>
        <translation>稳定度</translation>
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
        <translation>添加点</translation>
    </message>
    <message>
        <source>Add background point</source>
        <translation>添加背景点</translation>
    </message>
    <message>
        <source>Remove point</source>
        <translation>移除点</translation>
    </message>
    <message>
        <source>Set box</source>
        <translation>设置方框</translation>
    </message>
    <message>
        <source>Cancel prompt</source>
        <translation>取消提示</translation>
    </message>
    <message>
        <source>Rename object</source>
        <translation>重命名对象</translation>
    </message>
    <message>
        <source>Change colour</source>
        <translation>更改颜色</translation>
    </message>
    <message>
        <source>Show object</source>
        <translation>显示对象</translation>
    </message>
    <message>
        <source>Hide object</source>
        <translation>隐藏对象</translation>
    </message>
    <message>
        <source>There are no pictures in this folder; choose one with JPEG, PNG, TIFF, WebP or BMP files.</source>
        <translation>这个文件夹里没有图片；请选择包含 JPEG、PNG、TIFF、WebP 或 BMP 文件的文件夹。</translation>
    </message>
    <message>
        <source>%1 has been replaced by a picture of another size; its objects are kept, put the old picture back to see them.</source>
        <translation>%1 已被另一尺寸的图片替换；其对象仍然保留，放回原来的图片即可看到。</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind of object, number</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>This candidate is empty; choose another one or click again.</source>
        <translation>该候选为空；请选择其他候选或重新点击。</translation>
    </message>
    <message>
        <source>Segment everything</source>
        <translation>全图分割</translation>
    </message>
    <message numerus="yes">
        <source>Accept %n mask(s)</source>
        <translation>
            <numerusform>接受 %n 个掩膜</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Merge %n mask(s)</source>
        <translation>
            <numerusform>合并 %n 个掩膜</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n mask(s)</source>
        <translation>
            <numerusform>删除 %n 个掩膜</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 holds no masks; choose another result.</source>
        <translation>%1 中没有掩膜；请选择其他结果。</translation>
    </message>
    <message>
        <source>The masks in %1 are %2 × %3 pixels, this picture has %4 × %5; open the picture they belong to first.</source>
        <translation>%1 中的掩膜为 %2 × %3 像素，而这张图片为 %4 × %5 像素；请先打开这些掩膜所属的图片。</translation>
    </message>
    <message>
        <source>Open everything result</source>
        <translation>打开全图分割结果</translation>
    </message>
</context>
<context>
    <name>ui::ShortcutsDialog</name>
    <message>
        <source>Keyboard and mouse</source>
        <translation>键盘与鼠标</translation>
    </message>
    <message>
        <source>Select something</source>
        <translation>选择物体</translation>
    </message>
    <message>
        <source>Left click</source>
        <translation>左键点击</translation>
    </message>
    <message>
        <source>Leave something out</source>
        <translation>排除部分</translation>
    </message>
    <message>
        <source>Right click, or Shift + left click</source>
        <translation>右键点击，或 Shift + 左键点击</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>方框</translation>
    </message>
    <message>
        <source>Drag with the left button</source>
        <translation>按住左键拖动</translation>
    </message>
    <message>
        <source>Remove a point</source>
        <translation>移除一个点</translation>
    </message>
    <message>
        <source>Alt + click on it, or Ctrl+Z</source>
        <translation>Alt + 点击该点，或 Ctrl+Z</translation>
    </message>
    <message>
        <source>Choose a mask</source>
        <translation>选择掩膜</translation>
    </message>
    <message>
        <source>1–4, ↑ and ↓, or click on its picture</source>
        <translation>1–4、↑ 和 ↓，或点击其缩略图</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Enter, F or E, or double-click</source>
        <translation>Enter、F 或 E，或双击</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Click with the keyboard</source>
        <translation>用键盘点击</translation>
    </message>
    <message>
        <source>K, then arrows, Space, Shift+Space</source>
        <translation>K，然后方向键、空格键、Shift+空格键</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Wheel, Ctrl++ and Ctrl+−; Ctrl+0 fits, Ctrl+1 is 100 %</source>
        <translation>滚轮、Ctrl++ 和 Ctrl+−；Ctrl+0 适合窗口，Ctrl+1 为 100 %</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动图片</translation>
    </message>
    <message>
        <source>Middle button, or Space + drag</source>
        <translation>中键拖动，或空格键 + 拖动</translation>
    </message>
    <message>
        <source>Previous and next picture</source>
        <translation>上一张和下一张图片</translation>
    </message>
    <message>
        <source>A and D, or PgUp and PgDn</source>
        <translation>A 和 D，或 PgUp 和 PgDn</translation>
    </message>
    <message>
        <source>Hide masks</source>
        <translation>隐藏掩膜</translation>
    </message>
    <message>
        <source>V</source>
        <translation>V</translation>
    </message>
    <message>
        <source>Undo and redo</source>
        <translation>撤销和重做</translation>
    </message>
    <message>
        <source>Ctrl+Z and Ctrl+Shift+Z</source>
        <translation>Ctrl+Z 和 Ctrl+Shift+Z</translation>
    </message>
    <message>
        <source>Rename and delete an object</source>
        <translation>重命名和删除对象</translation>
    </message>
    <message>
        <source>F2 and Del</source>
        <translation>F2 和 Del</translation>
    </message>
    <message>
        <source>Open picture, folder</source>
        <translation>打开图片、文件夹</translation>
    </message>
    <message>
        <source>Ctrl+O, Ctrl+U</source>
        <translation>Ctrl+O、Ctrl+U</translation>
    </message>
    <message>
        <source>Save, export</source>
        <translation>保存、导出</translation>
    </message>
    <message>
        <source>Ctrl+S, Ctrl+E</source>
        <translation>Ctrl+S、Ctrl+E</translation>
    </message>
    <message>
        <source>Segment everything</source>
        <translation>全图分割</translation>
    </message>
    <message>
        <source>Ctrl+Shift+A</source>
        <translation>Ctrl+Shift+A</translation>
    </message>
    <message>
        <source>Batch: everything in a folder of pictures</source>
        <translation>批处理：对整个文件夹进行全图分割</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>Choose masks of everything mode</source>
        <translation>选择全图分割的掩膜</translation>
    </message>
    <message>
        <source>S, then click; Ctrl + click for more, or drag</source>
        <translation>S，然后点击；Ctrl + 点击可多选，或拖动框选</translation>
    </message>
    <message>
        <source>Accept, merge, delete chosen masks</source>
        <translation>接受、合并、删除所选掩膜</translation>
    </message>
    <message>
        <source>Enter, M, Del</source>
        <translation>Enter、M、Del</translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>Open picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试试示例图片</translation>
    </message>
    <message>
        <source>Drop a picture here, click on something, get its mask.</source>
        <translation>把图片拖到这里，点击物体，得到它的掩膜。</translation>
    </message>
    <message>
        <source>Recent pictures</source>
        <translation>最近的图片</translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>Preparing the picture</source>
        <translation>正在准备图片</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message numerus="yes">
        <source>CPU, %n thread(s)</source>
        <translation>
            <numerusform>CPU，%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>Where the model runs</source>
        <translation>模型运行的设备</translation>
    </message>
    <message>
        <source>Time of the last answer</source>
        <translation>上次响应用时</translation>
    </message>
    <message>
        <source>Memory this program uses</source>
        <translation>本程序占用的内存</translation>
    </message>
    <message>
        <source>Open a picture (Ctrl+O) or drop one here.</source>
        <translation>打开图片（Ctrl+O）或将图片拖到这里。</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message>
        <source>This picture cannot be shown; open another one (Ctrl+O).</source>
        <translation>无法显示这张图片；请打开另一张（Ctrl+O）。</translation>
    </message>
    <message>
        <source>Accepted as soon as the picture is prepared; Esc takes it back.</source>
        <translation>图片准备好后立即接受；按 Esc 撤回。</translation>
    </message>
    <message>
        <source>Answered as soon as the picture is prepared; Enter accepts.</source>
        <translation>图片准备好后立即响应；按 Enter 接受。</translation>
    </message>
    <message>
        <source>Preparing the picture… you can already click.</source>
        <translation>正在准备图片…现在就可以点击。</translation>
    </message>
    <message>
        <source>Click on something to select it, or drag a box.</source>
        <translation>点击物体进行选择，或拖出方框。</translation>
    </message>
    <message>
        <source>Looking for masks…</source>
        <translation>正在寻找掩膜…</translation>
    </message>
    <message>
        <source>Enter accepts, 1–4 choose a mask, click to add, right-click to leave out, Esc cancels.</source>
        <translation>Enter 接受，1–4 选择掩膜，点击添加，右键点击排除，Esc 取消。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>This picture could not be prepared; open it again for another try.</source>
        <translation>无法准备这张图片；请重新打开它再试一次。</translation>
    </message>
    <message>
        <source>Show the batch</source>
        <translation>显示批处理</translation>
    </message>
    <message>
        <source>Everything is being segmented; clicks are answered afterwards, Esc stops it.</source>
        <translation>正在进行全图分割；点击将在完成后响应，按 Esc 停止。</translation>
    </message>
    <message>
        <source>Answered as soon as everything has been segmented; Esc takes the click back.</source>
        <translation>全图分割完成后立即响应；按 Esc 撤回点击。</translation>
    </message>
    <message>
        <source>Keep or discard the masks found so far; Esc discards them.</source>
        <translation>请保留或丢弃目前找到的掩膜；按 Esc 丢弃。</translation>
    </message>
    <message>
        <source>Click a mask to choose it, or drag a box around several; P goes back to points.</source>
        <translation>点击掩膜进行选择，或拖出方框选择多个；按 P 返回点工具。</translation>
    </message>
    <message numerus="yes">
        <source>Enter makes %n chosen mask(s) objects, Del deletes, Ctrl+click chooses more.</source>
        <translation>
            <numerusform>Enter 将 %n 个所选掩膜变为对象，Del 删除，Ctrl+点击选择更多。</numerusform>
        </translation>
    </message>
    <message>
        <source>Segmenting everything is being stopped; clicks are answered afterwards.</source>
        <translation>正在停止全图分割；点击将在停止后响应。</translation>
    </message>
    <message>
        <source>The masks are hidden; V shows them again.</source>
        <translation>掩膜已隐藏；按 V 重新显示。</translation>
    </message>
    <message>
        <source>There is no model to answer clicks; File → Models… downloads or adds one.</source>
        <translation>没有可响应点击的模型；请在“文件 → 模型…”中下载或添加模型。</translation>
    </message>
</context>
</TS>
