using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>The register of requests under UU 14/2008, as far as the visitor may see them. Who applied stays sealed with each ticket.</summary>
public sealed class PpidRegister(TicketQueries tickets, OfficeRegister offices, Visit visit, Words say)
{
    private static readonly TicketEventKind[] Kinds =
        [TicketEventKind.PpidStarted, TicketEventKind.PpidExtended, TicketEventKind.PpidDecided, TicketEventKind.PpidObjected, TicketEventKind.PpidDisputed, TicketEventKind.Resolved, TicketEventKind.Refused];

    private static readonly NoticePurpose[] ToApplicant = [NoticePurpose.Answer, NoticePurpose.WriteBack];

    /// <summary>The year that is asked for; this one where none is, or none of which an office speaks.</summary>
    public int YearOf(int? asked) => asked is >= 2000 and <= 9998 ? asked.Value : visit.Today.Year;

    /// <summary>The years in which requests came, newest first.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(CancellationToken token)
    {
        await using var db = tickets.Read();
        var received = await (await RequestsAsync(db, token)).Select(t => t.ReceivedAt).ToListAsync(token);
        return [.. received.Select(at => Wita.DateOf(at).Year).Append(visit.Today.Year).Distinct().OrderDescending()];
    }

    /// <summary>The requests of a year, in the order in which they came.</summary>
    public async Task<IReadOnlyList<PpidEntry>> ReadAsync(int year, CancellationToken token)
    {
        await using var db = tickets.Read();
        var (from, until) = (Wita.StartOf(new DateOnly(year, 1, 1)), Wita.StartOf(new DateOnly(year + 1, 1, 1)));
        var rows = await (await RequestsAsync(db, token)).Where(t => t.ReceivedAt >= from && t.ReceivedAt < until).OrderBy(t => t.ReceivedAt).ThenBy(t => t.Id)
            .Include(t => t.Events.Where(e => Kinds.Contains(e.Kind))).Include(t => t.Clocks).AsSplitQuery().ToListAsync(token);
        var ids = rows.Select(t => t.Id).ToArray();
        var told = (await db.Outbox.AsNoTracking().Where(m => m.TicketId != null && ids.Contains(m.TicketId.Value) && ToApplicant.Contains(m.Purpose)).Select(m => new { m.TicketId, m.SentAt }).ToListAsync(token))
            .GroupBy(m => m.TicketId!.Value).ToDictionary(g => g.Key, g => g.Max(m => m.SentAt));
        return [.. rows.Select((t, i) => new PpidEntry(i + 1, t, told.GetValueOrDefault(t.Id)))];
    }

    /// <summary>The headings of the file, and of the table on the page.</summary>
    public IReadOnlyList<SheetColumn> Columns =>
    [
        new(say["ppid.no"], 6), new(say["col.number"], 16), new(say["ticket.received"], 12), new(say["ppid.applicant"], 30), new(say["ppid.asked"], 60), new(say["col.bureau"], 30), new(say["ticket.due"], 12),
        new(say["ppid.extended"], 12), new(say["ppid.decision"], 18), new(say["ppid.ground"], 40), new(say["ppid.decided-on"], 12), new(say["ppid.told-on"], 12),
        new(say["ppid.objected-on"], 12), new(say["ppid.objection-due"], 12), new(say["ppid.disputed-on"], 12), new(say["col.status"], 18),
    ];

    public IEnumerable<IReadOnlyList<object?>> Rows(IEnumerable<PpidEntry> entries) => entries.Select(e => (IReadOnlyList<object?>)
    [
        e.Number, e.Ticket.Number, Wita.DateOf(e.Ticket.ReceivedAt), ApplicantOf(e.Ticket), AskedOf(e.Ticket), offices.NameOf(e.Ticket.Bureau), e.Ticket.DueOn,
        say[e.Ticket.IsPpidExtended ? "yes" : "no"], e.Decision is { } decision ? say["ppid.decision." + decision] : "", e.Ground is { } ground ? say["ppid.ground." + ground] : "", On(e.DecidedAt), On(e.ToldAt),
        On(e.ObjectedAt), e.ObjectionDueOn, e.DisputedOn, say.Status(e.Ticket.Status),
    ]);

    /// <summary>The office or body; of a person only that it is one.</summary>
    public string ApplicantOf(Ticket ticket) => ticket.IsProtected || ticket.Organisation is null ? say["ppid.sealed"] : ticket.Organisation;

    public string AskedOf(Ticket ticket) => ticket.Anonymous || ticket.Secret ? say["export.protected"] : LeakGate.Mask(ticket.Title);

    /// <summary>By their numbers, which the index of the events gives: asked of each ticket, the event would be looked for in all of them.</summary>
    private async Task<IQueryable<Ticket>> RequestsAsync(HubDbContext db, CancellationToken token)
    {
        var started = await db.TicketEvents.Where(static e => e.Kind == TicketEventKind.PpidStarted).Select(static e => e.TicketId).Distinct().ToListAsync(token);
        return tickets.Visible(db).Where(t => EF.Parameter(started).Contains(t.Id));
    }

    private static DateOnly? On(DateTimeOffset? at) => at is { } instant ? Wita.DateOf(instant) : null;
}

/// <summary>A line of the register.</summary>
/// <param name="Number">Within its year.</param>
/// <param name="Ticket">With its clocks and what happened to it under the act.</param>
/// <param name="ToldAt">When the last answer left; null while none has.</param>
public sealed record PpidEntry(int Number, Ticket Ticket, DateTimeOffset? ToldAt)
{
    private TicketEvent? Answer => Ticket.Events.Where(e => e.Kind is TicketEventKind.Resolved or TicketEventKind.Refused).MaxBy(e => e.Sequence);

    /// <summary>As it was said; of an answer without that, what kind of answer it was.</summary>
    public PpidDecision? Decision => Said?.Decision ?? Answer?.Kind switch
    {
        TicketEventKind.Refused => PpidDecision.Refused,
        TicketEventKind.Resolved => PpidDecision.Granted,
        _ => null,
    };

    public PpidGround? Ground => Said?.Ground;

    public DateTimeOffset? DecidedAt => Answer?.At;

    public DateTimeOffset? ObjectedAt => Last(TicketEventKind.PpidObjected)?.Of<Happening.PpidObjected>()!.Since;

    public DateOnly? ObjectionDueOn => Ticket.Clocks.FirstOrDefault(c => c.Rule == PpidRules.Objection)?.DueOn;

    public DateOnly? DisputedOn => Last(TicketEventKind.PpidDisputed)?.Of<Happening.PpidDisputed>()!.Since;

    private Happening.PpidDecided? Said => Last(TicketEventKind.PpidDecided) is { } said && Answer is { } answer && said.Sequence == answer.Sequence - 1 ? said.Of<Happening.PpidDecided>() : null;

    private TicketEvent? Last(TicketEventKind kind) => Ticket.Events.Where(e => e.Kind == kind).MaxBy(e => e.Sequence);
}
