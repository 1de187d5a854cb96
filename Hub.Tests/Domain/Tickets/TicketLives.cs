using System.Globalization;
using Hub.Connectors.Lapor;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

/// <summary>The lines of <c>life/rows.tsv</c>: what came, what was done to it in order, and what follows by the decree or the law that the line cites.</summary>
internal static class TicketLives
{
    public static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();
    private static readonly Basis Shipped = Basis.Embedded();
    private static readonly Standards Standards = Shipped.Standards;
    private static readonly WorkingCalendar Calendar = Shipped.Calendar;
    private static readonly Router Router = new(Catalogue, Hub.Domain.Routing.RuleSet.Embedded(Catalogue));

    private static readonly Office Inspectorate = Office.Shipped().Single(o => o.Code == Office.Inspectorate) with { IsReached = true };

    public static readonly IReadOnlyList<LifeRow> Rows =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Domain", "Tickets", "life", "rows.tsv")).Where(line => !line.StartsWith('#')).Select(LifeRow.Of)];

    /// <summary>Lives them all in the domain.</summary>
    public static IReadOnlyList<LivedTicket> Live() => [.. Rows.Select(row => new LivedTicket(row, Live(row, Shipped)))];

    public static Ticket Open(LifeRow row, string number = "KU-2026-000001")
    {
        var bureau = Catalogue.FindService(row.Service)?.Bureau ?? "organisasi";
        var route = new RoutingDecision { Bureau = bureau, Service = row.Service, Kind = row.Kind, Class = row.Class, Score = 1, Triage = false, Why = [new Reason("words", [])] };
        return Ticket.Open(new TicketOrigin(number, row.System, row.System, row.System, row.Key), Sent(row), route, row.OpenedAt);
    }

    /// <summary>What its reporter sent.</summary>
    public static Submission Sent(LifeRow row) => new()
    {
        Title = "Perihal", Body = "Isi.", ReceivedAt = row.ReceivedAt, EventOn = row.EventOn, SentAt = row.SentAt,
        Reporter = new Reporter { Email = "warga@contoh.id" }, Mail = row.System == "email" ? new Mail { MessageId = $"{row.Key}@contoh.id" } : null,
    };

    /// <summary>What the ticket came to, in the form of the row's expectation.</summary>
    public static string Tell(LifeRow row, Ticket ticket)
    {
        var headline = ticket.Clocks.Single(c => c.Binding);
        var promised = ticket.LateAt is not null && !headline.Assumed;
        var closes = ticket.Status == TicketStatus.Resolved ? ReplyWindow.LastDay(ticket.ResolvedAt!.Value, Calendar) : ticket.ClosedAt is { } closed ? Wita.DateOf(closed) : (DateOnly?)null;
        return $"{Tell(headline)} {(promised ? "yes" : "no")} {ticket.Status} {(row.Holder == "*" ? "*" : ticket.Bureau ?? "triage")} {closes?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-"}";
    }

    /// <summary>The clocks beside the headline and the marks, in the form of the row's last column.</summary>
    public static IReadOnlyList<string> Beside(LifeRow row, Ticket ticket) =>
    [
        .. ticket.Clocks.Where(c => !c.Binding).Select(Tell),
        .. ticket.Clocks.Where(c => c.Binding).Select(c => Standards.Find(c.Rule, Wita.DateOf(row.ReceivedAt))?.Set).OfType<string>().Select(set => $"by {set}"),
        .. ticket.Clocks.Where(c => c.Binding).Select(c => c.WasMet).OfType<bool>().Select(met => met ? "met" : "late"),
        .. row.Service is { } service && row.Kind == SubmissionKind.Request && Standards.Promise(service, Wita.DateOf(row.ReceivedAt))?.IsLateRequest(row.ReceivedAt, ticket.EventOn, Calendar) == true ? [LateRequest] : Array.Empty<string>(),
        .. ticket.Provisional ? [Provisional] : Array.Empty<string>(),
    ];

    /// <summary>Whom the headline's reminders reach and when, from the first to the leadership's, while nobody does anything.</summary>
    public static IReadOnlyList<string> Reminders(Ticket ticket)
    {
        var headline = ticket.Clocks.Single(c => c.Binding);
        var clock = new RemindedClock
        {
            Id = headline.Id, Version = headline.Version, Kind = headline.Kind, StartedAt = headline.StartedAt, Since = headline.StartedAt, Binding = true,
            Deadline = new Deadline { DueOn = headline.DueOn, LateAt = headline.LateAt, DueAt = headline.DueAt },
        };
        var until = Wita.StartOf(Calendar.AddWorkingDays(headline.DueOn, 4));
        return [.. ReminderLadder.Rungs(clock, Calendar, until).Select(r => $"{r.Level} {r.Role} {Wita.At(r.PlannedAt):yyyy-MM-dd HH:mm}")];
    }

    /// <summary>The day off that the fact decrees; null where it is something else.</summary>
    public static (DateTimeOffset At, CalendarAmendment Act)? Decreed(string fact)
    {
        if (fact.Split(' ') is not [var day, var hour, "decree", var off])
        {
            return null;
        }

        var date = DateOnly.Parse(off, CultureInfo.InvariantCulture);
        return (LifeRow.Instant($"{day} {hour}"), new CalendarAmendment(new CalendarAct
        {
            Id = $"off-{off}", Number = $"SKB {off}", SignedOn = DateOnly.Parse(day, CultureInfo.InvariantCulture), About = "cuti bersama", Adds = [new(date, "Cuti bersama", HolidayKind.JointLeave)],
        }));
    }

    public const string LateRequest = "late-request";
    public const string Provisional = "provisional";

    public static (DateTimeOffset At, TicketChange Change) Read(string fact, Ticket ticket)
    {
        var words = fact.Split(' ', 4);
        var rest = words.Length > 3 ? words[3] : "";
        return (LifeRow.Instant($"{words[0]} {words[1]}"), words[2] switch
        {
            "accept" => new TicketChange.Accept(),
            "answer" => new TicketChange.Answer("Kami periksa."),
            "ask" => new TicketChange.Ask("KTP?"),
            "complete" => new TicketChange.Complete(),
            "resolve" => new TicketChange.Resolve("Selesai."),
            "refuse" => new TicketChange.Refuse("Tidak memenuhi syarat."),
            "withdraw" => new TicketChange.Withdraw(null),
            "notours" => new TicketChange.NotOurs("PLN", "Jaringan listrik."),
            "close" => new TicketChange.Close("Dijawab lisan."),
            "reopen" => new TicketChange.Reopen(),
            "giveback" => new TicketChange.GiveBack("Bukan bidang kami."),
            "ppid" => new TicketChange.StartPpid(),
            "extend" => new TicketChange.ExtendPpid("Dikumpulkan dari tiga dinas."),
            "decide" => new TicketChange.DecidePpid(Enum.Parse<PpidDecision>(rest.Split(' ')[0]), rest.Split(' ') is [_, var ground] ? Enum.Parse<PpidGround>(ground) : null, "Keputusan kami."),
            "object" => new TicketChange.ObjectPpid(LifeRow.Instant($"{words[0]} {words[1]}")),
            "dispute" => new TicketChange.DisputePpid(DateOnly.Parse(words[0], CultureInfo.InvariantCulture), "12/KI/2026"),
            "event" => new TicketChange.SetEvent(DateOnly.Parse(rest, CultureInfo.InvariantCulture)),
            "service" => new TicketChange.SetService(int.Parse(rest, CultureInfo.InvariantCulture)),
            "class" => new TicketChange.Reclassify(ticket.Kind, ticket.Service, rest),
            "kind" => new TicketChange.Reclassify(Enum.Parse<SubmissionKind>(rest), null, null),
            "assign" => new TicketChange.Assign(rest.Split(' ')[0], rest.Split(' ') is [_, var service] ? int.Parse(service, CultureInfo.InvariantCulture) : null, "bidangnya"),
            "write" => new TicketChange.HearReporter(rest),
            "wait" => new TicketChange.WaitFor(Standards.AuthorityOf(rest).Key, rest, "188/1", DateOnly.Parse(words[0], CultureInfo.InvariantCulture)),
            "arrive" => new TicketChange.StopWaiting(null),
            "begin" => new TicketChange.Begin(rest, LifeRow.Instant($"{words[0]} {words[1]}")),
            "stage" => new TicketChange.SourceUpdate(Item(ticket) with { StageEndsAt = LifeRow.Instant(rest) }),
            "says" => new TicketChange.SourceUpdate(Item(ticket) with { Body = rest }),
            "source" => new TicketChange.SourceUpdate(Item(ticket) with
            {
                SourceState = Enum.Parse<SourceState>(rest.Split(' ')[0]), SourceStatus = rest.Split(' ')[0], EndedAt = rest.Split(' ', 2) is [_, var ended] ? LifeRow.Instant(ended) : null,
            }),
            var other => throw new FormatException(other),
        });
    }

    public static Ticket Live(LifeRow row, Basis law)
    {
        var ticket = Open(row);
        SetClocks(ticket, law);
        foreach (var fact in row.Facts)
        {
            if (Decreed(fact) is (_, var act))
            {
                var running = Running(ticket, law);
                law = act.After(law);
                ticket.SetClocks(Amendment.Recount(running, law)?.Clocks ?? running.Clocks);
                continue;
            }

            var (at, change) = Read(fact, ticket);
            change.Apply(new TicketsAtHand { Ticket = ticket, Actor = "siti", Now = at, Catalogue = Catalogue, Place = Place, Route = static _ => throw new NotSupportedException(), Offices = [Inspectorate] }).ShouldBeNull(row.Cite);
            SetClocks(ticket, law);
        }

        return ticket;
    }

    private static RunningTicket Running(Ticket ticket, Basis law)
    {
        var facts = TicketHistory.FactsOf(ticket);
        return new RunningTicket(ticket.Id, Wita.DateOf(ticket.ReceivedAt), ticket.EventOn, new Standstills(facts.Pauses, facts.Waits), Clocks.For(facts, law.Standards, law.Calendar));
    }

    private static void SetClocks(Ticket ticket, Basis law) => ticket.SetClocks(Clocks.For(TicketHistory.FactsOf(ticket), law.Standards, law.Calendar));

    private static string Tell(TicketClock clock) => clock.DueAt is { } at ? $"{clock.Rule} {Wita.At(at):yyyy-MM-dd HH:mm}" : $"{clock.Rule} {clock.DueOn:yyyy-MM-dd}";

    private static Submission Item(Ticket ticket) => new() { Title = ticket.Title, Body = ticket.Body, ReceivedAt = ticket.ReceivedAt };

    private static Placement Place(Ticket ticket, string bureau, int? service) =>
        Router.PlaceWithin(RoutingQuestion.About(ticket) with { Service = service }, bureau, ticket.Kind);
}

internal sealed record LivedTicket(LifeRow Row, Ticket Ticket)
{
    public string Cite => Row.Cite;
}

internal sealed record LifeRow(
    string Cite, string System, SubmissionKind Kind, int? Service, string? Class, DateTimeOffset ReceivedAt, DateTimeOffset? SentAt, DateOnly? EventOn, string[] Facts, string Holder, string Expected,
    string? Recipients, string[] Beside, string[] Reminders)
{
    public DateTimeOffset OpenedAt => ReceivedAt.AddMinutes(5);

    /// <summary>Tells it from the others at its source.</summary>
    public string Key { get; } = Guid.NewGuid().ToString("N");

    public static LifeRow Of(string line)
    {
        var f = line.Split('\t');
        return new LifeRow(
            f[0], f[1], Enum.Parse<SubmissionKind>(f[2]), Blank(f[3]) is { } service ? int.Parse(service, CultureInfo.InvariantCulture) : null, Blank(f[4]), Received(f[5]), Blank(f[6]) is { } sent ? Instant(sent) : null,
            Blank(f[7]) is { } day ? DateOnly.Parse(day, CultureInfo.InvariantCulture) : null, List(f[8]), f[12], $"{f[9]} {f[10]} {f[11]} {f[12]} {f[13]}", Blank(f[14]), List(f[15]), List(f[16]));
    }

    public static DateTimeOffset Instant(string text) => At(text) ?? throw new FormatException(text);

    /// <summary>In office time, or as LAPOR! writes it, which names no zone (R4).</summary>
    private static DateTimeOffset Received(string text) => At(text) ?? IndonesianDate.Instant(text, new LaporOptions().Zone) ?? throw new FormatException(text);

    private static DateTimeOffset? At(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? new DateTimeOffset(at, Wita.Offset) : null;

    private static string[] List(string field) => Blank(field)?.Split("; ") ?? [];

    private static string? Blank(string field) => field == "-" ? null : field;
}
