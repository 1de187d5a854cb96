using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Texts;

namespace Hub.Host.Work.Tickets;

/// <summary>What others did to a ticket since somebody looked at it, in the reader's language.</summary>
public static class Meanwhile
{
    private static readonly Sentences Texts = new(typeof(MeanwhileTexts));

    /// <param name="ticket">With its events.</param>
    /// <param name="seen">How many events it had then; null when nobody looked.</param>
    /// <param name="except">Who need not be told what he did himself; null for nobody.</param>
    /// <returns>Who did what and when; null when nothing happened that must be known.</returns>
    public static string? Since(Ticket ticket, int? seen, string? except = null)
    {
        if (seen is not { } count)
        {
            return null;
        }

        var news = ticket.Events.Where(e => e.Sequence > count && (e.Kind.IsNews() || IsSplit(e)) && e.Actor != except).OrderBy(e => e.Sequence).Select(Say).ToList();
        return news.Count == 0 ? null : string.Join("; ", news);
    }

    /// <summary>A part of what it says is another ticket's now.</summary>
    private static bool IsSplit(TicketEvent happened) => happened.Of<Happening.Linked>()?.Reason == Happening.Linked.Split;

    private static string Say(TicketEvent happened) => Texts.Say("did", Who(happened.Actor), Texts.Text(IsSplit(happened) ? Happening.Linked.Split : happened.Kind.ToString()), OfficeDates.Instant(happened.At));

    private static string Who(string actor) => actor switch
    {
        "hub" or "source" or "reporter" => Texts.Text(actor),
        _ => actor,
    };
}

/// <summary>Marks the sentences of <see cref="Meanwhile"/>: <c>MeanwhileTexts.resx</c> (Indonesian) and <c>MeanwhileTexts.en.resx</c>.</summary>
public sealed class MeanwhileTexts;
