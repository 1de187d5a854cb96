namespace Hub.Host.Foundation.Security;

/// <summary>How often one address may post to a page in a minute. Reading pages is not limited; guessing is. Pushes have their own: <see cref="PushLimits"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PostLimitAttribute(int most) : Attribute
{
    /// <summary>Codes, links and the door: more than an office behind one address needs when it begins its day. Guessing of passwords is slowed by whom it is about.</summary>
    public const int SignIn = 120;

    /// <summary>The public tracking page: numbers cannot be walked through.</summary>
    public const int Track = 30;

    public int Most => most;
}
