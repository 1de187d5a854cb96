using CsCheck;
using Hub.Domain.Deadlines;
using Hub.Tests.Support;

namespace Hub.Tests.Domain.Deadlines;

/// <summary>The engine against the naive oracle over 2023-2027: 20,000 random cases, a million with HUB_TESTS_LONG=1.</summary>
public sealed class OracleTests
{
    private static readonly NaiveOracle Oracle = new(Data.Text("holidays.json"));

    private static readonly int Cases = Need.IsLong ? 1_000_000 : 20_000;

    /// <summary>Minutes of the five decreed years; a few receipts carry seconds, because the oracle then walks by the second.</summary>
    private static readonly Gen<DateTimeOffset> Received = Gen.Select(
        Gen.Int[0, (((5 * 365) + 1) * 1440) - 1],
        Gen.Frequency((199, Gen.Const(0)), (1, Gen.Int[1, 59])),
        Gen.Int[6, 9],
        (minute, second, zone) => new DateTimeOffset(2023, 1, 1, 0, 0, 0, Hub.Domain.Wita.Offset)
            .AddMinutes(minute).AddSeconds(second).ToOffset(TimeSpan.FromHours(zone == 6 ? 0 : zone)));

    private static readonly Gen<Term> Terms = Gen.Select(Gen.Enum<TermUnit>(), Gen.Int[1, 1000], Gen.Int[1, 1000], Gen.Bool, Gen.Int[0, 2], Shape);

    private static readonly Gen<Pause[]> SomePauses = Gen.Frequency(
        (6, Gen.Const(Array.Empty<Pause>())),
        (4, Gen.Select(Gen.Int[0, 60], Gen.Int[-1, 30], (after, days) => (after, days)).Array[1, 3]
            .Select(gaps => gaps.Select(g => new Pause(DateOnly.FromDayNumber(g.after), g.days < 0 ? null : DateOnly.FromDayNumber(g.after + g.days))).ToArray())));

    private static readonly Gen<Question> Questions = Gen.Select(Terms, Received, SomePauses, Gen.Int[0, 60], (term, at, pauses, ahead) =>
    {
        var received = Hub.Domain.Wita.DateOf(at);
        return new Question(
            term,
            at,
            [.. pauses.Select(p => new Pause(received.AddDays(p.From.DayNumber - 20), p.To is DateOnly to ? received.AddDays(to.DayNumber - 20) : null))],
            term.Unit == TermUnit.BeforeEvent ? received.AddDays(ahead) : null);
    });

    [Fact]
    public void The_engine_agrees_with_the_oracle_in_every_unit() => Questions.Sample(
        q => Answer.Of(Reckoning.Due(q.Term, q.ReceivedAt, Data.Calendar, Pauses.Of(q.Pauses), q.EventOn)) == Oracle.Ask(q),
        iter: Cases);

    [Fact]
    public void The_walk_ends_where_the_engine_does_and_counts_what_the_term_says() => Questions.Sample(
        q =>
        {
            var told = Walk.Explain(q.Term, q.ReceivedAt, Data.Calendar, Pauses.Of(q.Pauses), q.EventOn);

            told.Deadline.ShouldBe(Reckoning.Due(q.Term, q.ReceivedAt, Data.Calendar, Pauses.Of(q.Pauses), q.EventOn));
            told.Steps.Count(s => s.IsDue).ShouldBe(1);
            told.Steps[^1].IsDue.ShouldBeTrue();
            told.Steps[^1].On.ShouldBe(told.Deadline.DueAt is { TimeOfDay.Ticks: 0 } ? told.Deadline.DueOn.AddDays(-1) : told.Deadline.DueOn);
            told.Steps.Where(s => s.IsCounted).Max(s => s.Number).ShouldBe(Counted(q.Term, q.ReceivedAt));
            Gapless(told.Steps, q.Term.Unit).ShouldBeTrue();
        },
        iter: Cases / 10);

    /// <summary>Amounts as the decree and the laws have them, and somewhat beyond.</summary>
    private static Term Shape(TermUnit unit, int amount, int target, bool strict, int other)
    {
        var most = unit switch
        {
            TermUnit.Minute => 1000,
            TermUnit.Hour => 200,
            TermUnit.CalendarDay or TermUnit.WorkingDay => 90,
            TermUnit.Week or TermUnit.Month => 18,
            TermUnit.Year => 2,
            _ => 10,
        };
        var upper = ((amount - 1) % most) + 1;
        var inDays = unit is TermUnit.CalendarDay or TermUnit.WorkingDay;
        return new Term(upper, unit)
        {
            Target = inDays && other > 0 ? ((target - 1) % upper) + 1 : null,
            Strict = strict && unit is not (TermUnit.Minute or TermUnit.Hour or TermUnit.BeforeEvent),
            Otherwise = !inDays || other < 2 ? null : unit == TermUnit.WorkingDay ? TermUnit.CalendarDay : TermUnit.WorkingDay,
        };
    }

    private static int Counted(Term term, DateTimeOffset at)
    {
        var start = Hub.Domain.Wita.DateOf(at);
        return term.Unit switch
        {
            TermUnit.Hour => term.Amount * 60,
            TermUnit.Week => term.Amount * 7,
            TermUnit.Month => start.AddMonths(term.Amount).DayNumber - start.DayNumber,
            TermUnit.Year => start.AddYears(term.Amount).DayNumber - start.DayNumber,
            _ => term.Amount,
        };
    }

    /// <summary>Every day is told once; stretches touch.</summary>
    private static bool Gapless(IReadOnlyList<Step> steps, TermUnit unit)
    {
        var direction = unit == TermUnit.BeforeEvent ? -1 : 1;
        return steps.Zip(steps.Skip(1)).All(pair => pair switch
        {
            ({ To: TimeOnly to }, { From: TimeOnly from }) when to == from && to != TimeOnly.MinValue => pair.First.On == pair.Second.On,
            _ => pair.Second.On == pair.First.On.AddDays(direction),
        });
    }
}
