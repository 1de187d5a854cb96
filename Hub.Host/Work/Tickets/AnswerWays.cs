using Hub.Connectors;
using Hub.Domain.Tickets;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>How whoever stands behind a ticket is told something: by the very source that it came through, for one system can be connected in ways that answer and in ways that do not, and takes some words and others not.</summary>
public sealed class AnswerWays(ConfiguredConnectors connectors)
{
    public async Task<AnswerWay> OfAsync(HubDbContext db, Ticket ticket, ReplyKind word, CancellationToken token)
    {
        var source = await db.Remembered.OnceAsync(new SourceNamed(ticket.Source), () => db.Sources.AsNoTracking().FirstOrDefaultAsync(s => s.Name == ticket.Source, token));
        var way = (source is null ? null : connectors.Catalog.Find(source.Kind))?.Answers ?? connectors.Catalog.AnswersOf(ticket.System);
        return way == AnswerWay.ToSource && source is not null && !Takes(source, ticket.IsPart ? ReplyKind.FollowUp : word) ? AnswerWay.ByPerson : way;
    }

    /// <summary>Of a source that cannot be used now nothing is known: its words wait until it can.</summary>
    private bool Takes(Source source, ReplyKind word)
    {
        try
        {
            return connectors.Build(source) is not IReplies replies || replies.Takes(word);
        }
        catch (SourceUnusable)
        {
            return true;
        }
    }

    /// <summary>Asked for each word that a page may send.</summary>
    private sealed record SourceNamed(string Name);
}
