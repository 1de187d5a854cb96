using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Deadlines;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench deadline</c>: deadlines per second on one core and bytes allocated for each, beside a bare array lookup in the same run.</summary>
public static class DeadlineBench
{
    private const int Questions = 1 << 16;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = BenchTexts.Say("ObjectPerLine") };
        var seconds = new Option<double>("--seconds") { Description = BenchTexts.Say("Seconds"), DefaultValueFactory = _ => 1 };
        var command = new Command("deadline", BenchTexts.Say("Deadline")) { json, seconds };
        command.SetAction(parsed => Run(TimeProvider.System, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(json), Console.Out));
        return command;
    }

    internal static int Run(TimeProvider time, TimeSpan each, bool json, TextWriter output)
    {
        var calendar = WorkingCalendar.Embedded();
        var received = Instants();
        var table = new int[Questions];
        Array.Fill(table, 1);
        var pause = Pauses.Of([new(new(2025, 3, 3), new(2025, 3, 10))]);
        (string Name, Func<int, long> Work)[] works =
        [
            ("array lookup (floor)", i => table[i & (Questions - 1)]),
            ("5 working days", Counting(new Term(5, TermUnit.WorkingDay), received, calendar, Pauses.None)),
            ("60 working days", Counting(new Term(60, TermUnit.WorkingDay), received, calendar, Pauses.None)),
            ("60 working days, one pause", Counting(new Term(60, TermUnit.WorkingDay), received, calendar, pause)),
            ("60 office minutes", Counting(new Term(60, TermUnit.Minute), received, calendar, Pauses.None)),
        ];
        var floor = 0.0;
        foreach (var (name, work) in works)
        {
            Measure(time, TimeSpan.FromTicks(each.Ticks / 4), work);
            var (perSecond, bytes) = Measure(time, each, work);
            floor = floor == 0 ? perSecond : floor;
            Tell(output, json, name, perSecond, bytes, floor / perSecond);
        }

        return 0;
    }

    /// <summary>Receipts spread over the decreed years, at every hour of the day.</summary>
    private static DateTimeOffset[] Instants()
    {
        var random = new Random(20231115);
        var first = Wita.StartOf(new DateOnly(2023, 1, 1)).ToUniversalTime();
        return [.. Enumerable.Range(0, Questions).Select(_ => first.AddMinutes(random.Next(0, ((5 * 365) + 1) * 1440)))];
    }

    private static Func<int, long> Counting(Term term, DateTimeOffset[] received, WorkingCalendar calendar, Pauses pauses) =>
        i => Reckoning.Due(term, received[i & (Questions - 1)], calendar, pauses).DueOn.DayNumber;

    /// <summary>Every kind of work is called in the same way, so that the call costs each the same.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (double PerSecond, double Bytes) Measure(TimeProvider time, TimeSpan each, Func<int, long> work)
    {
        long sum = 0;
        long done = 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = time.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            for (var i = 0; i < Questions; i++)
            {
                sum += work(i);
            }

            done += Questions;
            elapsed = time.GetElapsedTime(start);
        }
        while (elapsed < each);

        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        GC.KeepAlive(sum);
        return (done / elapsed.TotalSeconds, (double)bytes / done);
    }

    private static void Tell(TextWriter output, bool json, string name, double perSecond, double bytes, double ratio)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { what = name, perSecond = Math.Round(perSecond), bytesEach = Math.Round(bytes, 3), timesFloor = Math.Round(ratio, 2) }));
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28}{perSecond,16:N0}/s{bytes,10:0.000} B{ratio,10:0.00} x floor"));
    }
}
