using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Hub.Connectors;
using Hub.Domain;

namespace Hub.Host.Foundation;

/// <summary>What is wrong with settings before anything reads them: keys that nobody reads, which would be passed over in silence, and values that are not of their form. One sentence each, with the setting, the value and what is allowed.</summary>
internal static class SettingFaults
{
    /// <summary>Read where the kind of the source is known; see SourceSettings.</summary>
    private const string BoundLater = nameof(SourceSetting) + ".Options";

    private static readonly string Sso = SsoOptions.Section.Split(':')[^1];

    /// <param name="section">The settings that are bound to an object of that type.</param>
    public static IReadOnlyList<string> In(IConfigurationSection section, Type type) => [.. Walk(section, type)];

    /// <summary>What the options say against themselves.</summary>
    /// <param name="fault">Its first member is the path below the section.</param>
    public static string Say(IConfigurationSection section, Type type, ValidationResult fault)
    {
        var name = fault.MemberNames.FirstOrDefault() ?? "";
        var value = section[name];
        var isShown = !string.IsNullOrEmpty(value) && !IsSecret(type, name);
        return isShown && fault.ErrorMessage?.Contains(value!, StringComparison.Ordinal) != true
            ? StartTexts.Say("SettingValue", $"{section.Path}:{name}", value, fault.ErrorMessage)
            : StartTexts.Say("SettingWrong", $"{section.Path}:{name}", fault.ErrorMessage);
    }

    private static IEnumerable<string> Walk(IConfigurationSection section, Type type)
    {
        if (ValueOfDictionary(type) is { } value)
        {
            return section.GetChildren().SelectMany(child => Walk(child, value));
        }

        return IsOptions(type) ? WalkOptions(section, type) : section.Value is { } text && Wanted(type, text, null) is { } wanted ? [Wrong(section, text, wanted)] : [];
    }

    private static IEnumerable<string> WalkOptions(IConfigurationSection section, Type type)
    {
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite || ValueOfDictionary(p.PropertyType) is not null)
            .ToDictionary(p => p.Name, p => (p.PropertyType, Property: (PropertyInfo?)p), StringComparer.OrdinalIgnoreCase);
        if (type == typeof(HubOptions))
        {
            known.Add(Sso, (typeof(SsoOptions), null));
        }

        foreach (var child in section.GetChildren())
        {
            if (known.TryGetValue(child.Key, out var part))
            {
                var leaf = child.Value is { } text && !IsOptions(part.PropertyType) && Wanted(part.PropertyType, text, part.Property?.GetCustomAttribute<RangeAttribute>()) is { } wanted ? Wrong(child, text, wanted) : null;
                foreach (var fault in leaf is null ? Walk(child, part.PropertyType) : [leaf])
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

    private static string Wrong(IConfigurationSection setting, string value, string wanted) => StartTexts.Say("SettingValue", setting.Path, value, wanted);

    /// <returns>What is allowed, where the text is not of that form; null where it is.</returns>
    private static string? Wanted(Type type, string text, RangeAttribute? range)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return text.Length == 0 ? null : Wanted(inner, text, range);
        }

        return type switch
        {
            { IsEnum: true } => Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? null : StartTexts.Say("FormChoice", string.Join(", ", Enum.GetNames(type))),
            _ when type == typeof(bool) => bool.TryParse(text, out _) ? null : StartTexts.Say("FormSwitch"),
            _ when type == typeof(int) || type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (type == typeof(long) || (int)number == number) ? null
                : range is null ? StartTexts.Say("FormNumber") : StartTexts.Say("FormNumberOf", range.Minimum, range.Maximum),
            _ when type == typeof(double) || type == typeof(decimal) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? null : StartTexts.Say("FormFraction"),
            _ when type == typeof(TimeOnly) => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : StartTexts.Say("FormTime"),
            _ when type == typeof(DateOnly) => DateOnly.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : StartTexts.Say("FormDay"),
            _ when type == typeof(TimeSpan) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : StartTexts.Say("FormSpan"),
            _ when type == typeof(Uri) => text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") ? null : OptionFaults.Address,
            _ => null,
        };
    }

    private static bool IsOptions(Type type) => type is { IsClass: true, Namespace: { } space } && space.StartsWith(nameof(Hub), StringComparison.Ordinal);

    private static bool IsSecret(Type type, string path)
    {
        foreach (var name in path.Split(':'))
        {
            if (type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is not { } property)
            {
                return false;
            }

            if (property.GetCustomAttribute<SecretAttribute>() is not null)
            {
                return true;
            }

            type = property.PropertyType;
        }

        return false;
    }

    private static Type? ValueOfDictionary(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? type.GetGenericArguments()[1] : null;
}
