using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Texts;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing.Notices;

/// <summary>The mail that gathers what was over a bureau's budget: one line a ticket, the most urgent first. Protected tickets show their number only.</summary>
internal static class DigestMail
{
    private const int MostLines = 200;

    /// <param name="isTheirs">Whether its reader may still hear of a ticket: it may have gone on since it was gathered.</param>
    public static async Task<ComposedNotice> ComposeAsync(
        HubDbContext db, OutboxMessage row, NoticePayload payload, Func<Ticket, bool> isTheirs, HubOptions options, ServiceCatalogue catalogue, IStringLocalizer<NoticeTexts> texts, CancellationToken token)
    {
        var ids = payload.Lines ?? [];
        var tickets = (await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).OrderBy(t => t.LateAt == null).ThenBy(t => t.LateAt).ThenBy(t => t.Id).ToListAsync(token)).FindAll(t => isTheirs(t));
        if (tickets.Count == 0)
        {
            return new ComposedNotice(null, Said.Of<HeldTexts>("Elsewhere"), IsOver: true);
        }

        var lines = tickets.Take(MostLines).Select(t => Line(t, texts)).ToList();
        if (tickets.Count > MostLines)
        {
            lines.Add(texts["DigestMore", tickets.Count - MostLines]);
        }

        var notice = new Notice
        {
            Subject = texts["DigestSubject", tickets.Count],
            Lead = texts["LeadDigest", catalogue.FindBureau(row.Bureau)?.Name ?? ""],
            Facts = [],
            Body = string.Join("\n", lines),
            Links = [new(texts["OpenList"], new Uri(options.PublicAddress, $"/tickets?bureau={row.Bureau}").ToString())],
            Footer = texts["DigestFooter"],
        };
        return new ComposedNotice(notice.ToMail(row, options), null);
    }

    private static string Line(Ticket ticket, IStringLocalizer<NoticeTexts> texts)
    {
        string title = ticket.Secret ? texts["SecretTitle"] : ticket.Anonymous ? texts["AnonymousReporter"] : Cut(ticket.Title);
        return $"{ticket.Number} · {NoticeComposer.DueOf(ticket, texts)} · {title}";
    }

    private static string Cut(string text) => text.Length <= 100 ? text : text[..99].TrimEnd() + "…";
}
