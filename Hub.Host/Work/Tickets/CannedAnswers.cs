using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Answers that a bureau gives again and again: kept by its head and by the verifier, filled from the ticket, and sent by a person.</summary>
public sealed partial class CannedAnswers(Database database, LawInForce law, AuditTrail audit)
{
    public const int LongestName = 80;
    public const int LongestText = 4_000;

    /// <summary>More would be a library.</summary>
    public const int Most = 60;

    /// <summary>What a ticket fills, as it is written between braces.</summary>
    public static IReadOnlyList<string> Places { get; } = ["nomor", "perihal", "layanan", "biro", "tanggal", "tenggat"];

    /// <returns>What stands between braces as a place that no ticket fills, with them; null when there is none.</returns>
    public static string? Unfillable(string text) => Place().Matches(text).Select(m => m.Value).FirstOrDefault(m => !Places.Contains(m[1..^1], StringComparer.OrdinalIgnoreCase));

    /// <param name="bureau">Null for all bureaus.</param>
    public async Task<IReadOnlyList<CannedAnswer>> AllAsync(string? bureau, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.CannedAnswers.AsNoTracking().Where(a => bureau == null || a.Bureau == bureau).OrderBy(a => a.Bureau).ThenBy(a => a.Name).ToListAsync(token);
    }

    /// <summary>Those that fit a ticket: of its bureau, for its service or for any.</summary>
    public async Task<IReadOnlyList<CannedAnswer>> ForAsync(Ticket ticket, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.CannedAnswers.AsNoTracking().Where(a => a.Bureau == ticket.Bureau && (a.Service == null || a.Service == ticket.Service)).OrderBy(a => a.Name).ToListAsync(token);
    }

    /// <summary>The text with every place filled; a place that nobody knows stays as it is written.</summary>
    /// <param name="texts">The ticket's words, as whoever answers may read them.</param>
    public string Fill(CannedAnswer answer, Ticket ticket, TicketTexts texts, DateTimeOffset now) => answer.Text
        .Replace("{nomor}", ticket.Number, StringComparison.OrdinalIgnoreCase)
        .Replace("{perihal}", ticket.Anonymous || ticket.Secret ? ticket.Number : texts.Title, StringComparison.OrdinalIgnoreCase)
        .Replace("{layanan}", law.Catalogue.FindService(ticket.Service)?.Name ?? "", StringComparison.OrdinalIgnoreCase)
        .Replace("{biro}", law.Catalogue.FindBureau(ticket.Bureau ?? "")?.Name ?? "", StringComparison.OrdinalIgnoreCase)
        .Replace("{tanggal}", OfficeDates.LongDate(Wita.DateOf(now)), StringComparison.OrdinalIgnoreCase)
        .Replace("{tenggat}", OfficeDates.LongDate(ticket.DueOn), StringComparison.OrdinalIgnoreCase);

    /// <summary>Keeps a new one or another wording of one.</summary>
    /// <returns>The name of the text that says why not; null when it is kept.</returns>
    public async Task<string?> SaveAsync(CannedAnswer answer, string actor, CancellationToken token)
    {
        if (answer.Name.Length is 0 or > LongestName || answer.Text.Length is 0 or > LongestText)
        {
            return "answers.refused";
        }

        if (Unfillable(answer.Text) is not null)
        {
            return "answers.unknown-place";
        }

        if (law.Catalogue.FindBureau(answer.Bureau) is null || (answer.Service is { } service && law.Catalogue.FindService(service)?.Bureau != answer.Bureau))
        {
            return "answers.elsewhere";
        }

        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.CannedAnswers.AnyAsync(a => a.Bureau == answer.Bureau && a.Name == answer.Name && a.Id != answer.Id, token))
        {
            return "answers.twice";
        }

        if (answer.Id == 0 && await db.CannedAnswers.CountAsync(a => a.Bureau == answer.Bureau, token) >= Most)
        {
            return "answers.too-many";
        }

        db.CannedAnswers.Update(answer);
        await audit.WriteAsync(db, actor, "answer.kept", answer.Bureau, answer.Name, token);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return null;
    }

    public async Task RemoveAsync(CannedAnswer answer, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        db.CannedAnswers.Remove(answer);
        await audit.WriteAsync(db, actor, "answer.removed", answer.Bureau, answer.Name, token);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
    }

    [GeneratedRegex(@"\{[^{}\r\n]*\}", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
