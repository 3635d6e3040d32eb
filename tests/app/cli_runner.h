#pragma once

#include <unistd.h>

#include <QProcess>
#include <QTest>

struct Outcome {
    int exitCode = -1; ///< −1 when it crashed or did not end
    QByteArray output;
    QByteArray complaint;
};

inline Outcome run(const QString& program, const QStringList& arguments,
                   const QString& dataHome = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!dataHome.isEmpty())
        environment.insert("XDG_DATA_HOME", dataHome);
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    Outcome outcome;
    if (process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit)
        outcome.exitCode = process.exitCode();
    outcome.output = process.readAllStandardOutput();
    outcome.complaint = process.readAllStandardError();
    return outcome;
}

inline Outcome cli(const QStringList& arguments, const QString& dataHome = {})
{
    return run(MASKWRIGHT_CLI, arguments, dataHome);
}

/// Runs shell commands in which $cli is the program, $@ are `arguments`, and file systems can be
/// mounted without anybody else seeing it.
inline Outcome withMounts(const QString& script, const QStringList& arguments)
{
    // Root needs no user namespace and inside a chroot gets none; there "/" may be no mount point.
    const QStringList space = ::geteuid() == 0
                                  ? QStringList{"--mount", "--propagation", "unchanged"}
                                  : QStringList{"--map-root-user", "--mount"};
    const QString begin = "mount --make-rprivate / 2>/dev/null || true; cli='" MASKWRIGHT_CLI "'; ";
    return run("unshare", space + QStringList{"sh", "-ec", begin + script, "sh"} + arguments);
}

/// One sentence on standard error that starts with the program's name, and nothing else anywhere.
inline void verifyComplaint(const Outcome& outcome, int exitCode, const char* part)
{
    QVERIFY2(outcome.exitCode == exitCode, outcome.complaint);
    QVERIFY2(outcome.output.isEmpty(), outcome.output);
    QVERIFY2(outcome.complaint.startsWith("maskwright-cli: "), outcome.complaint);
    QVERIFY2(outcome.complaint.endsWith('\n') && outcome.complaint.count('\n') == 1,
             outcome.complaint);
    QVERIFY2(outcome.complaint.contains(part), outcome.complaint);
}
