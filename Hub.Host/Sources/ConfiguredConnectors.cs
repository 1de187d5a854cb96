using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Connectors.Http;
using Hub.Domain;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Sources;

/// <summary>The connectors of the configured sources, built once per version of their settings.</summary>
public sealed class ConfiguredConnectors(ConnectorCatalog catalog, Database database, IDataProtectionProvider protection, NetworkGuard guard, TimeProvider clock)
{
    private readonly IDataProtector seal = protection.CreateProtector("source-secrets");
    private readonly ConcurrentDictionary<string, (int Version, IConnector Connector)> built = new(StringComparer.Ordinal);

    public ConnectorCatalog Catalog => catalog;

    /// <summary>Seals the secret half of options for storage.</summary>
    public string? Seal(string? secret) => secret is null ? null : seal.Protect(secret);

    /// <exception cref="SourceUnusable">The source is unknown or its settings cannot be used; the message says which.</exception>
    public async Task<IConnector> FindAsync(string name, CancellationToken token)
    {
        await using var db = database.Open();
        var source = await db.Sources.AsNoTracking().FirstOrDefaultAsync(s => s.Name == name, token)
            ?? throw new SourceUnusable(Said.Of<SourceFaults>("NoSource", name));
        return Build(source);
    }

    /// <summary>A new connector for the source and its runs: nothing that went wrong before counts for it.</summary>
    /// <exception cref="SourceUnusable">See <see cref="FindAsync"/>.</exception>
    public Task<IConnector> RenewAsync(string name, CancellationToken token)
    {
        built.TryRemove(name, out _);
        return FindAsync(name, token);
    }

    /// <summary>The one connector of a source as it is set now; its runs share what it remembers.</summary>
    /// <exception cref="SourceUnusable">See <see cref="FindAsync"/>.</exception>
    public IConnector Build(Source source)
    {
        if (built.TryGetValue(source.Name, out var known) && known.Version == source.Version)
        {
            return known.Connector;
        }

        var connector = Create(source);
        built[source.Name] = (source.Version, connector);
        return connector;
    }

    /// <summary>A connector that shares nothing with the source's runs.</summary>
    /// <exception cref="SourceUnusable">See <see cref="FindAsync"/>.</exception>
    public IConnector Create(Source source)
    {
        var options = OptionsOf(source);
        if (SourceSettings.Faults(options) is { Count: > 0 } faults)
        {
            throw new SourceUnusable(Said.Of<SourceFaults>("Incomplete", source.Name, string.Join(' ', faults.Select(f => $"{OptionTexts.LabelOf(source.Kind, f.Field)}: {f.Sentence}"))));
        }

        return KindOf(source).Create(new SourceContext(source.Name, clock) { Guard = guard, KeepSecret = (option, value, token) => KeepSecretAsync(source.Name, option, value, token) }, options);
    }

    /// <summary>The secret that signs pushes to the source; null when it takes none.</summary>
    /// <exception cref="SourceUnusable">The key that sealed it is gone.</exception>
    public string? HookSecretOf(Source source)
    {
        try
        {
            return source.HookSecret is null ? null : seal.Unprotect(source.HookSecret);
        }
        catch (CryptographicException e)
        {
            throw new SourceUnusable(Said.Of<SourceFaults>("PushSecretLost", source.Name), e);
        }
    }

    /// <summary>The version stays: the connector that got the new secret goes on with it.</summary>
    private async Task KeepSecretAsync(string name, string option, string value, CancellationToken token)
    {
        await using var db = database.Open();
        var source = await db.Sources.SingleAsync(s => s.Name == name, token);
        var secrets = JsonNode.Parse(source.Secrets is null ? "{}" : seal.Unprotect(source.Secrets))!.AsObject();
        secrets[JsonNamingPolicy.CamelCase.ConvertName(option)] = value;
        source.Secrets = Seal(secrets.ToJsonString());
        await db.SaveChangesAsync(token);
    }

    public ConnectorKind KindOf(Source source) =>
        catalog.Find(source.Kind) ?? throw new SourceUnusable(Said.Of<SourceFaults>("UnknownKind", source.Name, source.Kind));

    /// <summary>The options, secrets included: for building, never for showing.</summary>
    public object OptionsOf(Source source)
    {
        try
        {
            return SourceSettings.Join(KindOf(source).Options, source.Options, source.Secrets is null ? null : seal.Unprotect(source.Secrets));
        }
        catch (CryptographicException e)
        {
            throw new SourceUnusable(Said.Of<SourceFaults>("SecretLost", source.Name), e);
        }
        catch (JsonException e)
        {
            throw new SourceUnusable(Said.Of<SourceFaults>("OptionsUnread", source.Name, e.Path), e);
        }
    }
}

/// <summary>A source whose settings cannot be used; the message is for an administrator.</summary>
public sealed class SourceUnusable(Said said, Exception? inner = null) : Exception(said.Stored, inner), ISays
{
    public Said Said => said;

    public override string Message => said.ToString();
}
