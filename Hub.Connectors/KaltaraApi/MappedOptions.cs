namespace Hub.Connectors.KaltaraApi;

/// <summary>Options of a mapped system with one list that says what changed.</summary>
public sealed class MappedOptions : KaltaraOptions
{
    internal override IListPoll Poll(PollParts parts) => new ChangePoll(parts.Client, parts.Mapping, parts.Reader, parts.Enveloping, this, parts.Clock);
}
