using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hub.Connectors;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Texts;
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

    /// <summary>Of each type of options, what must not be null.</summary>
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Filled = new();

    /// <summary>Everything wrong with the options; empty when they can be used.</summary>
    public static IReadOnlyList<FieldFault> Faults(object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => new FieldFault(r.MemberNames.First(), r.ErrorMessage!))];
    }

    /// <summary>The options as a configuration section gives them.</summary>
    /// <exception cref="StartupRefusal">A key is unknown or a value has the wrong form.</exception>
    public static object Bind(ConnectorKind kind, IConfigurationSection section)
    {
        if (SettingFaults.In(section, kind.Options) is { Count: > 0 } faults)
        {
            throw new StartupRefusal(Said.Quote(string.Join(Environment.NewLine, faults)));
        }

        var options = Activator.CreateInstance(kind.Options)!;
        section.Bind(options);
        return Complete(options);
    }

    /// <summary>What must not be null and is, as after a blank field, takes its default: then the check says "required" where it is, and nothing breaks on the way.</summary>
    internal static object Complete(object options)
    {
        object? fresh = null;
        foreach (var property in Filled.GetOrAdd(options.GetType(), FilledOf).Where(p => p.GetValue(options) is null))
        {
            property.SetValue(options, property.GetValue(fresh ??= Activator.CreateInstance(options.GetType())));
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
    /// <exception cref="JsonException">The stored options do not fit the type any more.</exception>
    public static object Join(Type type, string open, string? secret)
    {
        var all = JsonNode.Parse(open)!.AsObject();
        foreach (var (name, value) in secret is null ? [] : JsonNode.Parse(secret)!.AsObject())
        {
            all[name] = value?.DeepClone();
        }

        return Complete(all.Deserialize(type, Json)!);
    }

    public static IEnumerable<PropertyInfo> SecretsOf(Type options) =>
        options.GetProperties().Where(p => p.GetCustomAttribute<SecretAttribute>() is not null);

    private static PropertyInfo[] FilledOf(Type options)
    {
        var nullability = new NullabilityInfoContext();
        return [.. options.GetProperties().Where(p => p is { CanRead: true, CanWrite: true } && p.GetIndexParameters().Length == 0 && nullability.Create(p).WriteState == NullabilityState.NotNull)];
    }
}
