using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Http;
using Hub.Domain.Submissions;

namespace Hub.Connectors;

/// <summary>A kind of connector and how one is made. <c>email</c> is a kind; two mailboxes are two sources of it.</summary>
public sealed record ConnectorKind
{
    /// <summary>Kebab-case; the same in settings, tables, logs, addresses and fakes.</summary>
    public required string Name { get; init; }

    /// <summary>The outside system, as <c>RoutingQuestion.System</c> and the catalogue call it: <c>lapor</c> for both of its transports.</summary>
    public required string System { get; init; }

    /// <summary>True: external ids are unique only within one source (inboxes). False: all sources of the system speak of the same items.</summary>
    public bool OwnItems { get; init; }

    /// <summary>How whoever stands behind an item is answered.</summary>
    public AnswerWay Answers { get; init; } = AnswerWay.ToSource;

    /// <summary>True: files go along with an answer to the source; else it takes text alone. By mail they always do.</summary>
    public bool TakesFiles { get; init; }

    /// <summary>True: the source itself keeps which office of the province an item is with, and wants to be told.</summary>
    public bool Disposes { get; init; }

    /// <summary>What its items are held to be while nobody can read them.</summary>
    public SubmissionKind Brings { get; init; } = SubmissionKind.Request;

    /// <summary>The folder of its page and its definition; null: the folder of its <see cref="Options"/>.</summary>
    public string? Folder { get; init; }

    /// <summary>As people say it.</summary>
    public required string Title { get; init; }

    /// <summary>The typed options, annotated with <see cref="ValidationAttribute"/>s; properties marked <see cref="SecretAttribute"/> are write-only.</summary>
    public required Type Options { get; init; }

    /// <summary>Quartz cron in WITA; null for kinds that are only fed by files or pushes.</summary>
    public required string? Cron { get; init; }

    public required Func<SourceContext, object, IConnector> Create { get; init; }
}

/// <summary>The way of an answer.</summary>
public enum AnswerWay
{
    /// <summary>The source is told, which tells the reporter.</summary>
    ToSource,

    /// <summary>The reporter has a mail address and is written to.</summary>
    ByMail,

    /// <summary>The source takes no word: a person gives the answer in its own application.</summary>
    ByPerson,
}

/// <summary>Options of a source that is itself an address which citizens write to.</summary>
public interface IIsInbox
{
    /// <summary>The address; null when it is not set.</summary>
    string? Inbox { get; }
}

/// <summary>What a connector is given besides its options.</summary>
/// <param name="Source">The source's name, the first part of every envelope key.</param>
/// <param name="Clock">The only clock.</param>
/// <param name="Wire">Sends HTTP, when the connector needs it; tests put a recorder here. Null means the real network.</param>
public sealed record SourceContext(string Source, TimeProvider Clock, HttpMessageHandler? Wire = null)
{
    /// <summary>Decides which addresses may be reached; the host always sets it, null reaches everything.</summary>
    public NetworkGuard? Guard { get; init; }

    /// <summary>Keeps a secret that the other side has replaced, by the name of its option; null where nothing can be kept.</summary>
    public Func<string, string, CancellationToken, Task>? KeepSecret { get; init; }
}

/// <summary>Options that say until when their credentials are valid; the watchdog warns 14, 7 and 1 days ahead.</summary>
public interface IExpires
{
    /// <summary>The last valid WITA date; null when unknown or never.</summary>
    DateOnly? CredentialsExpireOn { get; }
}

/// <summary>Marks an option whose default suits nearly everybody; forms fold it away.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FineTuningAttribute : Attribute;

/// <summary>Marks an option that is encrypted at rest and never shown again.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
