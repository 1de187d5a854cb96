using System.Globalization;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Links;

/// <summary>The question in a final answer how content its reporter is: a signed link that names the ticket and nobody, answered once, without signing in.</summary>
public sealed class Ratings(KeyFolder keys, HubOptions options, Database database, TicketRoad road, TimeProvider clock)
{
    public const string Path = "/nilai";

    /// <summary>Best first, as the page and the mail offer them.</summary>
    internal static readonly IReadOnlyList<int> Stars = [.. Enumerable.Range(1, Ticket.MostStars).Reverse()];

    private readonly SignedText signed = new(keys.KeyFor("rating-link"));

    /// <param name="row">The outbox row of the answer: a ticket that was opened again is asked about anew.</param>
    /// <param name="stars">Chosen on the page that it opens; it rates nothing before a button is pressed there.</param>
    public Uri LinkFor(string number, long row, DateTimeOffset since, int stars) =>
        new(options.PublicAddress, $"{Path}?nilai={stars}&kunci={signed.Sign(string.Create(CultureInfo.InvariantCulture, $"{number}/{row}/{(since + ActionLinks.Life).ToUnixTimeSeconds()}"))}");

    /// <summary>Changes nothing.</summary>
    /// <returns>Why stars would not be taken; null when they would.</returns>
    public async Task<string?> RefusalAsync(string? secret, CancellationToken token)
    {
        if (Read(secret) is not { } link)
        {
            return TicketRefusal.Say("RatingLink");
        }

        await using var db = database.Open();
        return await db.Set<ActionUse>().AnyAsync(u => u.Hash == link.Hash, token) ? TicketRefusal.Say("RatedAlready") : null;
    }

    /// <exception cref="TicketRefusal">The link is not ours, too old or used, or the ticket is open again.</exception>
    public async Task RateAsync(string? secret, int stars, CancellationToken token)
    {
        var link = Read(secret) ?? throw TicketRefusal.Of("RatingLink");
        try
        {
            await road.CommitAsync(link.Number, async (db, ticket) =>
            {
                db.Set<ActionUse>().Add(new ActionUse { Hash = link.Hash, UsedAt = clock.GetUtcNow() });
                await road.ChangeAsync(db, ticket, new TicketChange.Rate(stars), new Actor.Reporter(), null, token);
            }, token);
        }
        catch (DbUpdateException twice)
        {
            throw TicketRefusal.Of(twice, "RatedAlready");
        }
    }

    private (string Number, string Hash)? Read(string? secret) =>
        signed.Read(secret) is ([var number, _, var until], var hash) && clock.GetUtcNow().ToUnixTimeSeconds() < long.Parse(until, CultureInfo.InvariantCulture) ? (number, hash) : null;
}
