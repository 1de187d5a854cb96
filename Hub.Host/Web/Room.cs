using Hub.Host.People.Visits;
using Microsoft.AspNetCore.Components;

namespace Hub.Host.Web;

/// <summary>What every room and part has at hand: the visit and the words.</summary>
public abstract class Room : ComponentBase
{
    private Task? loading;

    [Inject]
    protected Visit Visit { get; set; } = null!;

    [Inject]
    protected Words Say { get; set; } = null!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>Reads what the room shows, once, before it is drawn for the first time.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    /// <remarks>The framework draws a component while its own initialization still waits for the store; a room is drawn when it has what it shows.</remarks>
    public sealed override async Task SetParametersAsync(ParameterView parameters)
    {
        try
        {
            parameters.SetParameterProperties(this);
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("Cannot parse the value", StringComparison.Ordinal))
        {
            // Whoever typed the address: no word or endless number is one of our page numbers.
            throw new BadHttpRequestException(e.Message, e);
        }

        await (loading ??= LoadAsync());
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Answers 404 with what the room itself says: what its address names is not there, or not for this visitor.</summary>
    /// <remarks>Only when the answer begins: a status that is set while the room is drawn makes the framework show the general page in its place.</remarks>
    protected void AnswerNotFound() => Visit.Context.Response.OnStarting(
        static response =>
        {
            ((HttpResponse)response).StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        },
        Visit.Context.Response);

    /// <summary>Ends when the visitor goes away.</summary>
    protected CancellationToken Gone => Visit.Context.RequestAborted;
}
