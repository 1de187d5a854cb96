using Hub.Host.Figures;
using Hub.Host.People.Visits;

namespace Hub.Host.Web.Tickets;

/// <summary>What a list says a ticket is about: the text of a secret one is not for lists.</summary>
internal static class TicketTitle
{
    private const int Longest = 180;

    public static string Of(TicketLine ticket, Words say)
    {
        if (ticket.Secret)
        {
            return say["ticket.secret-title"];
        }

        var title = string.IsNullOrWhiteSpace(ticket.Title) ? say["ticket.untitled"] : ticket.Title;
        return title.Length <= Longest ? title : title[..Longest].TrimEnd() + " …";
    }
}
