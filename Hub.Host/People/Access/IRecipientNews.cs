using Hub.Host.Storage;
using Hub.Host.Storage.Rows;

namespace Hub.Host.People.Access;

/// <summary>What one administrator changes alone about who hears for an office is told to those who heard until then.</summary>
public interface IRecipientNews
{
    /// <summary>Written in the transaction of the change, before it.</summary>
    /// <param name="isAdded">False: hears no longer, and is told so too.</param>
    Task TellAsync(HubDbContext db, Contact contact, bool isAdded, string actor, CancellationToken token);
}
