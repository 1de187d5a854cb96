using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Tells a system what became of its item, by the calls of the mapping.</summary>
internal sealed class MappedReplies(KaltaraClient client, Mapping mapping)
{
    /// <inheritdoc cref="IReplies.Takes"/>
    public bool Takes(ReplyKind kind) => mapping.Replies.ContainsKey(kind);

    /// <inheritdoc cref="IReplies.ReplyAsync"/>
    public async Task<Said> ReplyAsync(Reply reply, CancellationToken token)
    {
        if (!mapping.Replies.TryGetValue(reply.Kind, out var call))
        {
            throw new ConnectorFailure(FailureKind.Refused, Said.Of<MappedTexts>("NoSuchReply", reply.Kind));
        }

        var body = call.Body.ToDictionary(p => p.Key, p => TextTemplate.Fill(p.Value, name => Value(name, reply)) ?? "", StringComparer.Ordinal);
        var (key, item) = await KeyAsync(call, reply.ExternalId, token);

        // A write whose answer got lost is asked for before it is sent again.
        if (item is JsonElement present && body.All(p => present.Raw(p.Key) == p.Value))
        {
            return Said.Of<MappedTexts>("AlreadyThere");
        }

        reply.Heed(item is JsonElement seen && (Flags.Of(seen, mapping.Reporter) is { IsUnclear: false } and ({ Anonymous: true } or { Secret: true }) || MappedReporter.AsksForNoName(seen, mapping.Reporter)));
        await reply.BeforeWriting(token);
        var path = call.Path.Replace("{key}", key, StringComparison.Ordinal);
        await client.SendAsync(call.Method, path, body, reply.IdempotencyKey, token);
        return Said.Of<MappedTexts>("Taken");
    }

    private async Task<(string Key, JsonElement? Item)> KeyAsync(ReplyMapping call, string externalId, CancellationToken token)
    {
        if (call.LookupParameter is not string parameter)
        {
            return (externalId, null);
        }

        var page = await client.PageAsync(new Dictionary<string, string> { [parameter] = externalId }, 1, mapping.List.PageSize, token);
        var item = page.Items.FirstOrDefault(i => i.IsReadable() && FieldForms.Show(i, mapping.Id[0]) == externalId);
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new ConnectorFailure(FailureKind.Refused, Said.Of<MappedTexts>("ItemGone", externalId));
        }

        var key = call.KeyField is null ? externalId : FieldForms.Show(item, call.KeyField);
        return key is { Length: > 0 } && !key.Contains('/', StringComparison.Ordinal)
            ? (key, item)
            : throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("ItemWithoutKey", externalId, call.KeyField));
    }

    private static string? Value(string name, Reply reply) => name switch
    {
        "text" => reply.Text,
        "target" => reply.Target,
        "idempotency" => reply.IdempotencyKey,
        _ => null,
    };
}
