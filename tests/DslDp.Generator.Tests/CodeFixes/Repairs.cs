namespace DslDp.Generator.Tests.CodeFixes;

/// <summary>Asserts what a fix makes of a model.</summary>
internal static class Repairs
{
    /// <summary>One repair is offered for the first finding; it gives exactly this text, and the model is then accepted by generator, analyzer and compiler.</summary>
    public static void One(string before, string after)
    {
        using var model = new EditedModel(before);
        ApplyOne(model);
        Assert.Equal(after, model.Texts.Single());
        IsAccepted(model);
    }

    /// <summary>Repair after repair, until none is offered; then the model is accepted.</summary>
    public static void OneByOne(string before, string after)
    {
        using var model = new EditedModel(before);
        for (var repairs = 0; repairs < 10 && model.Offers().Count > 0; repairs++) ApplyOne(model);
        Assert.Equal(after, model.Texts.Single());
        IsAccepted(model);
    }

    public static void IsAccepted(EditedModel model)
    {
        var compiled = model.Compile();
        Assert.True(compiled.CanTrain && compiled.Findings.IsEmpty && compiled.CompilerErrors.IsEmpty, string.Join('\n', model.Texts) + compiled.Describe());
    }

    private static void ApplyOne(EditedModel model)
    {
        var offers = model.Offers();
        Assert.True(offers.Count > 0, $"nothing is offered: {model.Compile().Describe()}");
        Assert.True(offers.Count(offer => offer.Finding == offers[0].Finding) == 1, "more than one repair is offered for a finding");
        model.Apply(offers[0].Action);
    }
}
