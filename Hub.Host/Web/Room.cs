using Hub.Host.People.Visits;
using Microsoft.AspNetCore.Components;

namespace Hub.Host.Web;

/// <summary>What every room and part has at hand: the visit and the words.</summary>
public abstract class Room : ComponentBase
{
    [Inject]
    protected Visit Visit { get; set; } = null!;

    [Inject]
    protected Words Say { get; set; } = null!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>Ends when the visitor goes away.</summary>
    protected CancellationToken Gone => Visit.Context.RequestAborted;
}
