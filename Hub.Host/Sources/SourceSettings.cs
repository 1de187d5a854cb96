using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hub.Connectors;
using Hub.Domain;
using Hub.Host.Storage;

namespace Hub.Host.Sources;

/// <summary>Reads and writes the typed options of a connector kind.</summary>
public static class SourceSettings
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
    };

    /// <summary>Everything wrong with the options, each sentence naming its field; empty when they can be used.</summary>
    public static IReadOnlyList<string> Faults(object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{string.Join(", ", r.MemberNames)}: {r.ErrorMessage}")];
    }

    /// <summary>The options as a configuration section gives them.</summary>
    /// <exception cref="StartupRefusal">A key is unknown or a value has the wrong form.</exception>
    public static object Bind(ConnectorKind kind, IConfigurationSection section)
    {
        var options = Activator.CreateInstance(kind.Options)!;
        try
        {
            section.Bind(options, o => o.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            throw new StartupRefusal(Said.Quote($"{section.Path}: {e.InnerException?.Message ?? e.Message}"), e);
        }

        return options;
    }

    /// <summary>Splits options into what may be shown and what must be sealed.</summary>
    public static (string Open, string? Secret) Split(object options)
    {
        var all = JsonSerializer.SerializeToNode(options, options.GetType(), Json)!.AsObject();
        var secret = new JsonObject();
        foreach (var property in SecretsOf(options.GetType()))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (all[name] is { } value)
            {
                all.Remove(name);
                secret[name] = value;
            }
        }

        return (all.ToJsonString(Json), secret.Count == 0 ? null : secret.ToJsonString());
    }

    /// <summary>Puts the two halves together again.</summary>
    /// <exception cref="JsonException">The stored options do not fit the kind any more.</exception>
    public static object Join(ConnectorKind kind, string open, string? secret)
    {
        var all = JsonNode.Parse(open)!.AsObject();
        foreach (var (name, value) in secret is null ? [] : JsonNode.Parse(secret)!.AsObject())
        {
            all[name] = value?.DeepClone();
        }

        return all.Deserialize(kind.Options, Json)!;
    }

    public static IEnumerable<PropertyInfo> SecretsOf(Type options) =>
        options.GetProperties().Where(p => p.GetCustomAttribute<SecretAttribute>() is not null);
}
