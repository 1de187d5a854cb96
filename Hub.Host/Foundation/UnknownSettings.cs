using System.Reflection;
using Hub.Domain;

namespace Hub.Host.Foundation;

/// <summary>Finds settings that nobody reads: a misspelt key would otherwise be passed over in silence.</summary>
internal static class UnknownSettings
{
    /// <summary>Read where the kind of the source is known; see SourceSettings.</summary>
    private const string BoundLater = nameof(SourceSetting) + ".Options";

    private static readonly string Sso = SsoOptions.Section.Split(':')[^1];

    /// <returns>One sentence for each key under <c>Hub</c> that has no meaning; empty when all have one.</returns>
    public static IReadOnlyList<string> In(IConfigurationSection hub) => [.. Walk(hub, typeof(HubOptions))];

    private static IEnumerable<string> Walk(IConfigurationSection section, Type type)
    {
        if (ValueOfDictionary(type) is { } value)
        {
            return section.GetChildren().SelectMany(child => Walk(child, value));
        }

        return type.Namespace!.StartsWith(nameof(Hub), StringComparison.Ordinal) && type.IsClass ? WalkOptions(section, type) : [];
    }

    private static IEnumerable<string> WalkOptions(IConfigurationSection section, Type type)
    {
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(p => p.Name, p => p.PropertyType, StringComparer.OrdinalIgnoreCase);
        if (type == typeof(HubOptions))
        {
            known.Add(Sso, typeof(SsoOptions));
        }

        foreach (var child in section.GetChildren())
        {
            if (known.TryGetValue(child.Key, out var part))
            {
                foreach (var fault in Walk(child, part))
                {
                    yield return fault;
                }
            }
            else if ($"{type.Name}.{child.Key}" != BoundLater)
            {
                yield return StartTexts.Say("SettingUnknown", child.Path, string.Join(", ", known.Keys.Order(StringComparer.Ordinal)));
            }
        }
    }

    private static Type? ValueOfDictionary(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? type.GetGenericArguments()[1] : null;
}
