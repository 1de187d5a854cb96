using System.CommandLine;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench</c>: speed as a ratio to a floor measured in the same run.</summary>
public static class BenchVerb
{
    public static Command Create() => new("bench", "Mengukur kecepatan di mesin ini. Contoh: hub bench sameness --tickets 1000000")
    {
        DeadlineBench.Create(),
        SamenessBench.Create(),
        AmendmentBench.Create(),
        ScreensBench.Create(),
        ExportBench.Create(),
    };
}
