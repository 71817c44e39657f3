<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AwayLine</name>
    <message numerus="yes">
        <source>Another window was in front of the exam %n time(s),</source>
        <translation>
            <numerusform>Another window was in front of the exam %n time,</numerusform>
            <numerusform>Another window was in front of the exam %n times,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) in all.</source>
        <translation>
            <numerusform>%n second in all.</numerusform>
            <numerusform>%n seconds in all.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportResult</name>
    <message numerus="yes">
        <source>The answers are in %n file(s); all of them belong together.</source>
        <translation>
            <numerusform>The answers are in %n file; hand it in.</numerusform>
            <numerusform>The answers are in %n files; all of them belong together.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingsNotice</name>
    <message numerus="yes">
        <source>and %n more question(s)</source>
        <translation>
            <numerusform>and %n more question</numerusform>
            <numerusform>and %n more questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) missing</source>
        <translation>
            <numerusform>%n picture missing</numerusform>
            <numerusform>%n pictures missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s) missing</source>
        <translation>
            <numerusform>%n recording missing</numerusform>
            <numerusform>%n recordings missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LightsPanel</name>
    <message numerus="yes">
        <source>Not at the site yet: %n answer(s) waiting</source>
        <translation>
            <numerusform>Not at the site yet: %n answer waiting</numerusform>
            <numerusform>Not at the site yet: %n answers waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) waiting</source>
        <translation>
            <numerusform>%n answer waiting</numerusform>
            <numerusform>%n answers waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LostPlayRow</name>
    <message numerus="yes">
        <source>%n play(s) cut off before the end</source>
        <translation>
            <numerusform>%n play cut off before the end</numerusform>
            <numerusform>%n plays cut off before the end</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n play(s) left</source>
        <translation>
            <numerusform>%n play left</numerusform>
            <numerusform>%n plays left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message numerus="yes">
        <source>%n more message(s)</source>
        <translation>
            <numerusform>%n more message</numerusform>
            <numerusform>%n more messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MoreTime</name>
    <message numerus="yes">
        <source>You can try again in %n second(s).</source>
        <translation>
            <numerusform>You can try again in %n second.</numerusform>
            <numerusform>You can try again in %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) more. The exam ends at {end}.</source>
        <translation>
            <numerusform>%n minute more. The exam ends at {end}.</numerusform>
            <numerusform>%n minutes more. The exam ends at {end}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MovedPage</name>
    <message numerus="yes">
        <source>%n answer(s) still to be sent to the exam site. Please leave it on.</source>
        <translation>
            <numerusform>%n answer still to be sent to the exam site. Please leave it on.</numerusform>
            <numerusform>%n answers still to be sent to the exam site. Please leave it on.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomPasswordPanel</name>
    <message numerus="yes">
        <source>You can try again in %n second(s).</source>
        <translation>
            <numerusform>You can try again in %n second.</numerusform>
            <numerusform>You can try again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelfCheckPage</name>
    <message numerus="yes">
        <source>An exam can be taken here; %n line(s) need a look.</source>
        <translation>
            <numerusform>An exam can be taken here; %n line needs a look.</numerusform>
            <numerusform>An exam can be taken here; %n lines need a look.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SoundPlayer</name>
    <message numerus="yes">
        <source>%n play(s) left</source>
        <translation>
            <numerusform>%n play left</numerusform>
            <numerusform>%n plays left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SubmitFailedPage</name>
    <message numerus="yes">
        <source>%n answer(s) not at the exam site yet.</source>
        <translation>
            <numerusform>%n answer is not at the exam site yet.</numerusform>
            <numerusform>%n answers are not at the exam site yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SubmitPanel</name>
    <message numerus="yes">
        <source>%n question(s) not completely answered.</source>
        <translation>
            <numerusform>%n question is not completely answered.</numerusform>
            <numerusform>%n questions are not completely answered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) flagged.</source>
        <translation>
            <numerusform>%n question is flagged.</numerusform>
            <numerusform>%n questions are flagged.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SubmittingPage</name>
    <message numerus="yes">
        <source>%n answer(s) on the way to the exam site.</source>
        <translation>
            <numerusform>%n answer on the way to the exam site.</numerusform>
            <numerusform>%n answers on the way to the exam site.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnsavedLine</name>
    <message numerus="yes">
        <source>Not saved on this machine: question(s) {numbers}.</source>
        <translation>
            <numerusform>Not saved on this machine: question {numbers}.</numerusform>
            <numerusform>Not saved on this machine: questions {numbers}.</numerusform>
        </translation>
    </message>
</context>
</TS>
