using System.CommandLine;
using Hub.Domain;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench</c>: speed as a ratio to a floor measured in the same run.</summary>
public static class BenchVerb
{
    public static Command Create() => new("bench", BenchTexts.Say("Bench"))
    {
        DeadlineBench.Create(),
        SamenessBench.Create(),
        AmendmentBench.Create(),
        ScreensBench.Create(),
        ExportBench.Create(),
        IntakeBench.Create(),
        PushBench.Create(),
        MailBench.Create(),
        NoticesBench.Create(),
        ServeBench.CreateStart(),
        ServeBench.CreateIdle(),
    };
}
