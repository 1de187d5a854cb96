using Hub.Connectors;
using Hub.Domain.Submissions;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Work.Tickets;

/// <summary>An item on its way through the pipeline.</summary>
public sealed record Intaken(HubDbContext Db, StoredEnvelope Envelope, Source Source, ConnectorKind Kind, string Scope, Submission Submission)
{
    /// <summary>What it brought of somebody who was erased was erased with it.</summary>
    public bool Erases { get; set; }
}
