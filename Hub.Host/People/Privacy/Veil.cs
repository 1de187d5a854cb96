using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>What a screen shows of a text: for those who may not know an anonymous reporter, whatever points to that reporter is blotted out; everything else stays readable.</summary>
public sealed class Veil
{
    /// <summary>Shows everything.</summary>
    public static readonly Veil None = new(null);

    private readonly Reporter? hidden;

    private Veil(Reporter? hidden) => this.hidden = hidden;

    public string Over(string text) => hidden is null ? text : LeakGate.Mask(text, hidden);

    /// <summary>The veil between that person and that ticket.</summary>
    public static async Task<Veil> OfAsync(HubDbContext db, ReporterVault vault, Ticket ticket, CurrentUser user, CancellationToken token)
    {
        if (!ticket.Anonymous || user.MayOpenIdentity(ticket))
        {
            return None;
        }

        var record = await db.Reporters.AsNoTracking().FirstOrDefaultAsync(r => r.TicketId == ticket.Id, token);
        return new Veil(record is null ? Reporter.Unknown : vault.Unseal(record));
    }
}
